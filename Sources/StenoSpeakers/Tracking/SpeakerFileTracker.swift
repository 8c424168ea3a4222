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
    /// The voice in each phrase of several words: all that is kept of what they sound like together.
    private var phrases: [Range<Int>: SpeakerEmbedding] = [:]
    private var openPhrase: (words: Range<Int>, sound: PooledSpeech)?
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
        let pauses = (words.suffix(1) + new).map(\.time).pauses.suffix(new.count)
        for (heard, pause) in zip(new.heard(in: frames, after: words.last?.time.end), pauses) {
            goOn(with: heard, after: pause)
            speech.append(heard.speech.seconds)
            bands.append(heard.speech.band)
            embeddings.append(embedder.embedding(of: heard.speech))
            if remembers { sounds.append(heard.speech) }
        }
        words += new
    }

    private mutating func goOn(with word: WordSpeech, after pause: Float) {
        if var open = openPhrase,
            SpeechUnits.goesOn(speech[open.words].reduce(0, +), with: word.speech.seconds, after: pause)
        {
            open.words = open.words.lowerBound..<speech.count + 1
            open.sound += word.speech
            openPhrase = open
        } else {
            closePhrase()
            openPhrase = (speech.count..<speech.count + 1, word.speech)
        }
    }

    private mutating func closePhrase() {
        guard let open = openPhrase, open.words.count > 1 else { return }
        phrases[open.words] = embedder.embedding(of: open.sound)
    }

    /// Says who speaks.
    ///
    /// - Returns: All words that were added, with their speakers.
    public mutating func finish() -> [Word] {
        closePhrase()
        (voices, owners) = clustering.voices(
            in: SpeechUnits(
                speech: speech, pause: words.map(\.time).pauses, band: bands.prevailing,
                embeddings: embeddings, phrases: phrases))
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
