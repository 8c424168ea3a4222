public import StenoAudio
public import StenoTranscript

/// Tells who speaks when in a whole recording, without knowing the words.
///
/// The twin of `SpeakerDiarizer` for files: it hears everything before it decides anything, and so finds the number of
/// voices and the turns more surely than a stream can.
///
/// ```swift
/// var diarizer = SpeakerFileDiarizer(embedder)
/// while let samples = try reader.next() { diarizer.accept(samples) }
/// let turns = diarizer.finish()
/// ```
public struct SpeakerFileDiarizer: Sendable {
    private let embedder: SpeakerEmbedder
    private let clustering: Reclustering
    private var slices: SliceStream
    private var found: [SpeechSlice] = []
    private let names: VoiceNames
    private var voices: [Voice] = []
    private var owners: [Int] = []

    /// - Parameters:
    ///   - enrolled: Voices that have names, made by the same model.
    ///   - limit: How many people may speak.
    public init(_ embedder: SpeakerEmbedder, enrolled: [EnrolledVoice] = [], limit: SpeakerLimit = .open) {
        self.embedder = embedder
        clustering = Reclustering(
            decoder: TurnDecoder(scale: embedder.similarityScale), limit: limit, enrolled: enrolled)
        slices = SliceStream(embedder)
        names = VoiceNames(after: enrolled)
    }

    /// Takes the next samples at 16 kHz.
    public mutating func accept(_ samples: [Float]) {
        found += slices.accept(samples).flatMap(\.slices)
    }

    /// Says who spoke.
    ///
    /// - Returns: The turns in order of time, half a second or less each, two at a time where two people speak;
    ///   `joined(across:)` makes them whole.
    public mutating func finish() -> [SpeakerTurn] {
        found += slices.finish()
        let units = found.units(by: embedder)
        (voices, owners) = clustering.voices(in: units)
        let companions = Companions(units: units, owners: owners, voices: voices)
        var names = names
        return found.turns(in: found.indices, by: companions, &names)
    }

    /// The voices of the recording once it is finished, for a store to remember.
    public func heardVoices() -> [HeardVoice] {
        var spoken = SpokenPieces()
        for (slice, owner) in zip(found, owners) { spoken.add(slice.speech, of: owner) }
        return spoken.heard(as: voices, named: names, by: embedder)
    }
}

extension SpeakerEmbedder {
    /// Says who speaks in stretches of a recording in which somebody is known to: what remains of diarization where
    /// another detector, or the truth, has cut the recording up.
    ///
    /// - Parameters:
    ///   - recording: At 16 kHz.
    ///   - stretches: In order of time, each of one speaker.
    ///   - limit: How many people may speak.
    /// - Returns: A turn for each stretch.
    public func turns(
        of recording: AudioBuffer, in stretches: [TimeRange], limit: SpeakerLimit = .open
    ) -> [SpeakerTurn] {
        var frames = SpeakerFrames(self, memory: recording.duration)
        frames.accept(recording.samples)
        frames.finish()
        let slices = stretches.map { time in
            SpeechSlice(
                frames: Int(time.start.inMilliseconds / 10)..<Int(time.end.inMilliseconds / 10),
                speech: frames.speech(in: time))
        }
        let (voices, owners) = Reclustering(decoder: TurnDecoder(scale: similarityScale), limit: limit)
            .voices(in: slices.units(by: self))
        var names = VoiceNames(after: [])
        return zip(owners, stretches).map { SpeakerTurn(speaker: names.name(of: $0, in: voices), time: $1) }
    }
}
