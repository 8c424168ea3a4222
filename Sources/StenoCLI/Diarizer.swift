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

    /// Neighboring turns of one speaker are one, where the pause between them is no longer.
    private static let pause = Duration.milliseconds(300)

    /// Hands on the turns of a recording at 16 kHz in order of time, each once it is over.
    func turns(of reader: inout AudioReader, _ deliver: (SpeakerTurn) throws -> Void) throws {
        var open: SpeakerTurn?
        func join(_ turns: [SpeakerTurn]) throws {
            for turn in turns {
                let joined = ([open].compactMap(\.self) + [turn]).joined(across: Self.pause)
                if joined.count > 1 { try deliver(joined[0]) }
                open = joined.last
            }
        }
        var hearing = makeHearing()
        while let samples = try reader.next() { try join(hearing.accept(samples)) }
        try join(hearing.finish())
        if let open { try deliver(open) }
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
            case .whole(var diarizer): diarizer.finish()
            case .stream(var diarizer): diarizer.finish()
            }
        }
    }

    private func makeHearing() -> Hearing {
        guard let latency else {
            return .whole(SpeakerFileDiarizer(embedder, enrolled: enrolled, limit: limit))
        }
        var options = SpeakerDiarizer.Options()
        (options.limit, options.latency) = (limit, latency)
        return .stream(SpeakerDiarizer(embedder, enrolled: enrolled, options: options))
    }
}
