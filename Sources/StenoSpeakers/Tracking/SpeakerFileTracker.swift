public import StenoTranscript

/// Tells who says which word of a whole recording, once all of it is heard.
///
/// The twin of `SpeakerTracker` for files: it sees all words before it decides about the first, and so finds the number
/// of voices and the turns more surely than a stream can.
public struct SpeakerFileTracker: Sendable {
    private let embedder: SpeakerEmbedder
    private let clustering: Reclustering
    private var frames: SpeakerFrames
    private var words: [Word] = []
    private var speech: [Float] = []
    private var bands: [SpeechBand] = []
    private var embeddings: [SpeakerEmbedding] = []
    /// What each word sounds like, where voices are to be remembered.
    private var sounds: [PooledSpeech] = []
    private let names: VoiceNames
    private let remembers: Bool
    private var voices: [Voice] = []
    private var owners: [Int] = []

    /// - Parameters:
    ///   - enrolled: Voices that have names, made by the same model.
    public init(
        _ embedder: SpeakerEmbedder, enrolled: [EnrolledVoice] = [],
        options: SpeakerTracker.Options = SpeakerTracker.Options()
    ) {
        self.embedder = embedder
        frames = SpeakerFrames(embedder, memory: options.memory)
        clustering = Reclustering(
            decoder: TurnDecoder(scale: embedder.similarityScale, prior: options.prior), limit: options.limit,
            enrolled: enrolled)
        names = VoiceNames(from: options.remembering?.firstNumber ?? 1, after: enrolled)
        remembers = options.remembering != nil
    }

    /// Takes the next samples at 16 kHz.
    public mutating func accept(_ samples: [Float]) {
        frames.accept(samples)
    }

    /// Takes the next samples with their bands, where somebody else needs these too.
    package mutating func accept(_ heard: HeardBands) {
        frames.accept(heard)
    }

    /// Takes the words of the next finished segment.
    public mutating func add(_ new: [Word]) {
        for heard in new.heard(in: frames, after: words.last?.time.end) {
            speech.append(heard.seconds)
            bands.append(heard.speech.band)
            embeddings.append(embedder.embedding(of: heard.speech))
            if remembers { sounds.append(heard.speech) }
        }
        words += new
    }

    /// Says who speaks.
    ///
    /// - Returns: All words that were added, with their speakers.
    public mutating func finish() -> [Word] {
        (voices, owners) = clustering.voices(
            in: SpeechUnits(
                speech: speech, pause: words.map(\.time).pauses, band: bands.prevailing,
                embeddings: embeddings))
        var names = names
        return zip(words, owners).map { word, owner in
            var word = word
            word.speaker = names.name(of: owner, in: voices)
            return word
        }
    }

    /// The voices of the recording once it is finished, for a store to remember; none where the options do not ask to
    /// remember.
    public func heardVoices() -> [HeardVoice] {
        var spoken = SpokenPieces()
        for (sound, owner) in zip(sounds, owners) { spoken.add(sound, of: owner) }
        return spoken.heard(as: voices, named: names, by: embedder)
    }
}
