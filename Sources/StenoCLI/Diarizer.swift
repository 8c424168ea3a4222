import Steno
import StenoAudio
import StenoSpeakers
import StenoTranscript

/// Finds turns in recordings, with all of a recording in view or as a stream does.
struct Diarizer: Sendable {
    let embedder: SpeakerEmbedder
    let enrolled: [EnrolledVoice]
    let limit: SpeakerLimit
    /// From the end of half a second until it is decided whose it is; `nil` for whole recordings.
    let latency: Duration?
    /// That voices are to be remembered.
    var remembering: VoiceRemembering?

    /// Neighboring turns of one speaker are one, where the pause between them is no longer.
    private static let pause = Duration.milliseconds(300)

    /// Hands on the turns of a recording at 16 kHz in order of time, each once it is over.
    ///
    /// - Returns: The voices, for a store to remember.
    func turns(
        of reader: inout AudioReader, _ deliver: (SpeakerTurn) throws -> Void
    ) throws -> [HeardVoice] {
        var open: [SpeakerTurn] = []
        func join(_ turns: [SpeakerTurn]) throws {
            guard let latest = turns.last?.time.start else { return }
            open = (open + turns).joined(across: Self.pause)
            let over = open.prefix { $0.time.end + Self.pause < latest }
            try over.forEach(deliver)
            open.removeFirst(over.count)
        }
        var hearing = makeHearing()
        while let samples = try reader.next() { try join(hearing.accept(samples)) }
        try join(hearing.finish())
        try open.forEach(deliver)
        return remembering == nil ? [] : hearing.voices
    }

    /// The turns of a recording in memory.
    func turns(of recording: AudioBuffer) -> [SpeakerTurn] {
        var hearing = makeHearing()
        return (hearing.accept(recording.samples) + hearing.finish()).joined(across: Self.pause)
    }

    /// One of the two ways to hear a recording.
    private enum Hearing {
        case whole(SpeakerFileDiarizer)
        case stream(SpeakerDiarizer)

        /// - Returns: The turns that are decided now.
        mutating func accept(_ samples: [Float]) -> [SpeakerTurn] {
            switch self {
            case .whole(var diarizer):
                diarizer.accept(samples)
                self = .whole(diarizer)
                return []
            case .stream(var diarizer):
                defer { self = .stream(diarizer) }
                return diarizer.accept(samples)
            }
        }

        mutating func finish() -> [SpeakerTurn] {
            switch self {
            case .whole(var diarizer):
                defer { self = .whole(diarizer) }
                return diarizer.finish()
            case .stream(var diarizer):
                defer { self = .stream(diarizer) }
                return diarizer.finish()
            }
        }

        var voices: [HeardVoice] {
            switch self {
            case .whole(let diarizer): diarizer.heardVoices()
            case .stream(let diarizer): diarizer.heardVoices()
            }
        }
    }

    private func makeHearing() -> Hearing {
        guard let latency else {
            return .whole(SpeakerFileDiarizer(embedder, enrolled: enrolled, limit: limit))
        }
        var options = SpeakerDiarizer.Options()
        (options.limit, options.latency, options.remembering) = (limit, latency, remembering)
        return .stream(SpeakerDiarizer(embedder, enrolled: enrolled, options: options))
    }
}
