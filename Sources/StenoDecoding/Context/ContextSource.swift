package import StenoText

/// What a search's context is made of: kept to make it anew when there is more to listen for.
struct ContextSource: Sendable {
    let tokenizer: Tokenizer
    let guidance: Guidance

    /// The only words that can be said, where not all can be spelled.
    var lexicon: Lexicon? { guidance.lexicon ?? tokenizer.lexicon }

    private var speller: Speller { Speller(tokenizer: tokenizer, pronouncer: guidance.pronouncer) }

    /// - Throws: `DecodingError.unspeakable` for a word that the model has no symbols for.
    func context(labels: LabelTable) throws(DecodingError) -> SearchContext {
        SearchContext(
            labels: labels, automaton: try automaton(separator: labels.separator), language: language,
            hotWords: try HotWordAutomaton(guidance.hotWords, writtenBy: speller))
    }

    /// The source and its context with more hot words. Only a lexicon that lacks some of them is built anew.
    func adding(
        _ hotWords: [HotWord], to context: SearchContext
    ) throws(DecodingError) -> (ContextSource, SearchContext) {
        var guidance = self.guidance
        guidance.hotWords += hotWords
        let longer = ContextSource(tokenizer: tokenizer, guidance: guidance)
        guard hasWords(of: hotWords) else {
            return (longer, try longer.context(labels: context.labels))
        }
        let automaton = try HotWordAutomaton(guidance.hotWords, writtenBy: speller)
        return (longer, context.listening(for: automaton))
    }

    /// The source and its context with the language model counting otherwise.
    func weighing(
        _ weight: Double, wordBonus: Double, in context: SearchContext
    ) -> (ContextSource, SearchContext) {
        var guidance = self.guidance
        (guidance.weight, guidance.wordBonus) = (weight, wordBonus)
        let other = ContextSource(tokenizer: tokenizer, guidance: guidance)
        return (other, context.speaking(other.language))
    }

    /// The sentences of a grammar, or of any words of a lexicon; `nil` where anything may be spelled.
    private func automaton(separator: Int?) throws(DecodingError) -> LabelAutomaton? {
        if let grammar = guidance.grammar {
            return try LabelAutomaton(grammar) { word throws(DecodingError) in
                try speller.spellings(of: word)
            }
        }
        guard var lexicon else { return nil }
        // Hot words can be heard only if they can be said.
        for word in guidance.hotWords.flatMap(\.words) { try speller.add(word, to: &lexicon) }
        return try LabelAutomaton(lexicon, vocabulary: tokenizer.vocabulary, separator: separator)
    }

    /// Whether the words of some phrases may be said as it is: without a lexicon, or with one that has them.
    private func hasWords(of hotWords: [HotWord]) -> Bool {
        guard guidance.grammar == nil, let lexicon else { return true }
        return hotWords.flatMap(\.words).allSatisfy { !lexicon.spellings(of: $0).isEmpty }
    }

    private var language: LanguageScorer? {
        guard guidance.languageModel != nil || guidance.wordBonus != 0 else { return nil }
        return LanguageScorer(
            model: guidance.languageModel, weight: Float(guidance.weight),
            wordBonus: Float(guidance.wordBonus), unknownBonus: Float(guidance.unknownWordBonus))
    }
}

extension LabelAutomaton {
    /// The automaton of a lexicon whose units are the symbols of a vocabulary; `|` is the separator, too. Of words that are
    /// spelled alike and count alike the lexicon's first is heard.
    package convenience init(_ lexicon: Lexicon, vocabulary: Vocabulary, separator: Int?)
        throws(DecodingError)
    {
        var spellings: [(word: String, labels: [Int])] = []
        for word in lexicon.words {
            for spelling in lexicon.spellings(of: word) {
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
