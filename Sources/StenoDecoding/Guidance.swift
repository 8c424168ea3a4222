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
    /// The only sentences there are; leaves the lexicon out of account.
    public var grammar: Grammar?
    /// Words and phrases to listen for.
    public var hotWords: [HotWord]

    /// Guidance for a decoder.
    public init(
        languageModel: LanguageModel? = nil, weight: Double = 0.5, wordBonus: Double = 0,
        unknownWordBonus: Double = 0, lexicon: Lexicon? = nil, grammar: Grammar? = nil,
        hotWords: [HotWord] = []
    ) {
        self.languageModel = languageModel
        self.weight = weight
        self.wordBonus = wordBonus
        self.unknownWordBonus = unknownWordBonus
        self.lexicon = lexicon
        self.grammar = grammar
        self.hotWords = hotWords
    }
}

extension SearchContext {
    init(labels: LabelTable, _ guidance: Guidance, tokenizer: Tokenizer) throws(DecodingError) {
        var automaton: LabelAutomaton?
        if let grammar = guidance.grammar {
            automaton = try LabelAutomaton(grammar) { word throws(DecodingError) in
                guard let labels = try? tokenizer.encode(word), !labels.isEmpty else {
                    throw .unspeakable(word: word)
                }
                return labels
            }
        } else if var lexicon = guidance.lexicon {
            // Hot words can be heard only if they can be said.
            for word in guidance.hotWords.flatMap({ $0.text.split(separator: " ") }).map(String.init)
            where lexicon.spellings(of: word).isEmpty {
                let spelled = (try? tokenizer.encode(word)) ?? []
                guard !spelled.isEmpty else { throw .unspeakable(word: word) }
                lexicon.add(word, spelling: spelled.map { tokenizer.vocabulary[$0] })
            }
            automaton = try LabelAutomaton(
                lexicon, vocabulary: tokenizer.vocabulary, separator: labels.separator)
        }
        let speaks = guidance.languageModel != nil || guidance.wordBonus != 0
        self.init(
            labels: labels, automaton: automaton,
            language: speaks
                ? LanguageScorer(
                    model: guidance.languageModel, weight: Float(guidance.weight),
                    wordBonus: Float(guidance.wordBonus), unknownBonus: Float(guidance.unknownWordBonus))
                : nil,
            hotWords: guidance.hotWords.isEmpty ? nil : HotWordAutomaton(guidance.hotWords))
    }
}

extension LabelAutomaton {
    /// The automaton of a lexicon whose units are the symbols of a vocabulary; `|` is the separator, too.
    package convenience init(_ lexicon: Lexicon, vocabulary: Vocabulary, separator: Int?)
        throws(DecodingError)
    {
        var spellings: [(word: String, labels: [Int])] = []
        for (word, units) in lexicon.entries.sorted(by: { $0.key < $1.key }) {
            for spelling in units {
                let labels = spelling.compactMap { vocabulary.label(of: $0) ?? ($0 == "|" ? separator : nil) }
                guard labels.count == spelling.count, labels.contains(where: { $0 != separator }) else {
                    throw .unspeakable(word: word)
                }
                spellings.append((word, labels))
            }
        }
        self.init(spellings: spellings, separator: separator)
    }
}
