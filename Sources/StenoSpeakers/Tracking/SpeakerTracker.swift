public import StenoTranscript

/// Follows a stream and tells who says which word.
///
/// Feed it the samples that the recognizer gets, and ask it once for the words of every finished segment, in order. A
/// speaker change falls between words, never inside one. What it has answered it never takes back, and a label means
/// the same voice to the end of the stream.
///
/// ```swift
/// var tracker = SpeakerTracker(embedder, enrolled: try store.voices(for: embedder.fingerprint).voices)
/// tracker.accept(samples)
/// let words = tracker.assign(segment.words)
/// ```
///
/// A word can be given once the audio reaches `lookAhead` beyond its end. State is bounded: the last minute or two of
/// frame-level features, and at most twenty voices beside the enrolled ones.
public struct SpeakerTracker: Sendable {
    /// What the tracker expects.
    public struct Options: Hashable, Codable, Sendable {
        /// How many people may speak.
        public var limit = SpeakerLimit.open
        /// How far words may lie back when they are given: longer than the longest segment of the recognizer.
        public var memory = Duration.seconds(60)

        /// That voices are to be remembered; `nil` keeps nothing for that.
        public var remembering: VoiceRemembering?

        /// What is expected before anything is heard.
        package var prior = TurnDecoder.Prior()

        /// Any number of people, a minute of memory.
        public init() {}
    }

    /// How much audio must follow a word before it is given to somebody.
    public static let lookAhead = Duration.milliseconds(450)

    private let embedder: SpeakerEmbedder
    private var frames: SpeakerFrames
    private var register: VoiceRegister
    private var names: VoiceNames
    private var spoken: SpokenPieces?
    /// The last words of the segment before, which the first words of the next are compared with.
    private var recent: [OwnedWord] = []

    /// - Parameters:
    ///   - enrolled: Voices that have names, made by the same model.
    public init(_ embedder: SpeakerEmbedder, enrolled: [EnrolledVoice] = [], options: Options = Options()) {
        self.embedder = embedder
        frames = SpeakerFrames(embedder, memory: options.memory)
        register = VoiceRegister(
            enrolled: enrolled, decoder: TurnDecoder(scale: embedder.similarityScale, prior: options.prior),
            limit: options.limit)
        names = VoiceNames(from: options.remembering?.firstNumber ?? 1, after: enrolled)
        spoken = options.remembering.map { _ in SpokenPieces() }
    }

    /// Takes the next samples at 16 kHz.
    public mutating func accept(_ samples: [Float]) {
        frames.accept(samples)
    }

    /// Takes the next samples with their bands, where somebody else needs these too.
    package mutating func accept(_ heard: HeardBands) {
        frames.accept(heard)
    }

    /// Ends the stream: words up to its very end can be given.
    public mutating func finish() {
        frames.finish()
    }

    /// Says who speaks the words of a finished segment, for good.
    ///
    /// - Parameter words: In order of time, after all words given before.
    /// - Returns: The words with their speakers.
    public mutating func assign(_ words: [Word]) -> [Word] {
        guard !words.isEmpty else { return [] }
        let all = recent.map(\.word) + words.heard(in: frames, after: recent.last?.word.time.end)
        let owners = register.assign(units(of: all), decided: recent.map(\.owner), deciding: all.count)
        for (word, owner) in zip(all, owners).dropFirst(recent.count) {
            spoken?.add(word.speech, of: owner)
        }
        recent = zip(all, owners).map(OwnedWord.init).suffix(Self.wordsRemembered)
        return zip(words, owners.suffix(words.count)).map { word, owner in
            var word = word
            word.speaker = names.name(of: owner, in: register.voices)
            return word
        }
    }

    /// The voices heard so far, for a store to remember; none where the options do not ask to remember.
    public func heardVoices() -> [HeardVoice] {
        spoken?.heard(as: register.voices, named: names, by: embedder) ?? []
    }

    /// Says who seems to speak words that may still change; nothing is learned from them.
    ///
    /// - Returns: The last of the words, with their speakers.
    public func guess(_ words: [Word]) -> [Word] {
        var copy = self
        copy.spoken = nil
        return copy.assign(words.suffix(Self.wordsGuessed))
    }

    /// The words that are heard again to tell who says the last one: what lies further back changes nothing.
    private static let wordsGuessed = 20

    private static let wordsRemembered = 4

    private struct OwnedWord: Sendable {
        var word: WordSpeech
        var owner: Int
    }

    private func units(of words: [WordSpeech]) -> SpeechUnits {
        SpeechUnits(words.map(\.speech), pause: words.map(\.time).pauses, by: embedder)
    }
}
