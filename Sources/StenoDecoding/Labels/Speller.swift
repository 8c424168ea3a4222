package import StenoLanguageModel
package import StenoText

/// Writes words in a model's labels.
package struct Speller: Sendable {
    package let tokenizer: Tokenizer
    /// Guesses the pronunciations that the tokenizer's dictionary lacks.
    package let pronouncer: Pronouncer?

    package init(tokenizer: Tokenizer, pronouncer: Pronouncer?) {
        self.tokenizer = tokenizer
        self.pronouncer = pronouncer
    }

    /// The ways to write a word, none of them empty: in letters or pieces one, in phonemes one for each pronunciation that
    /// the dictionary has, or that is guessed where it has none.
    ///
    /// - Throws: `DecodingError.unpronounceable` for a word without a pronunciation, `DecodingError.unspeakable` when the
    ///   symbols cannot write it.
    package func spellings(of word: String) throws(DecodingError) -> [[Int]] {
        var spellings: [[Int]]
        do {
            spellings = try tokenizer.spellings(of: word)
        } catch {
            guard case .unknownWord = error else { throw .unspeakable(word: word) }
            spellings = (pronouncer?.pronunciations(of: word) ?? []).compactMap(tokenizer.labels(ofPhonemes:))
            if spellings.isEmpty { throw .unpronounceable(word: word) }
        }
        guard !spellings.contains(where: \.isEmpty) else { throw .unspeakable(word: word) }
        return spellings
    }

    /// Adds a word to a lexicon of the labels' symbols, unless it has it.
    package func add(_ word: String, to lexicon: inout Lexicon) throws(DecodingError) {
        guard lexicon.spellings(of: word).isEmpty else { return }
        for spelling in try spellings(of: word) {
            lexicon.add(word, spelling: spelling.map { tokenizer.vocabulary[$0] })
        }
    }
}
