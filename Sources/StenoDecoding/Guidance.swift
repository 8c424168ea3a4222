public import StenoLanguageModel
public import StenoText

/// What a decoder knows about what is likely to be said, beside the sound.
public struct Guidance: Sendable {
    /// The probability of words after each other.
    public var languageModel: LanguageModel?
    /// The weight of the language model's natural-log probabilities. (Decoders that weigh base-10 logarithms, as
    /// Flashlight does with KenLM, have 2.3 times as large weights for the same effect.)
    public var weight: Double
    /// What every word adds to the natural-log score: it makes up for the price of a word in the language model.
    public var wordBonus: Double
    /// What a word adds that the language model lacks, beside the probability of `<unk>`.
    public var unknownWordBonus: Double
    /// The only words there are, spelled in the model's symbols; `nil` lets the model spell anything.
    public var lexicon: Lexicon?
    /// Guesses the pronunciations of words that the model's pronouncing dictionary lacks.
    public var pronouncer: Pronouncer?
    /// The only sentences there are; leaves the lexicon out of account.
    public var grammar: Grammar?
    /// Words and phrases to listen for.
    public var hotWords: [HotWord]

    /// Guidance for a decoder.
    public init(
        languageModel: LanguageModel? = nil, weight: Double = 0.5, wordBonus: Double = 0,
        unknownWordBonus: Double = 0, lexicon: Lexicon? = nil, pronouncer: Pronouncer? = nil,
        grammar: Grammar? = nil, hotWords: [HotWord] = []
    ) {
        self.languageModel = languageModel
        self.weight = weight
        self.wordBonus = wordBonus
        self.unknownWordBonus = unknownWordBonus
        self.lexicon = lexicon
        self.pronouncer = pronouncer
        self.grammar = grammar
        self.hotWords = hotWords
    }
}
