/// Writes words in phonemes, as a pronouncing dictionary has them.
///
/// Every phoneme has two labels, one where it begins a word and one elsewhere, for there is no space between words that
/// are spoken (Povey et al. 2011, "The Kaldi speech recognition toolkit", call such phones position-dependent). A word
/// that the dictionary lacks is one label of its own, so that no utterance is lost for a name in it.
struct PhonemeTokenizer: Hashable, Sendable {
    static let unknownWord = "<unknown>"
    private static let wordMark = BytePairEncoding.wordMark

    /// The blank, the phonemes that begin words (`▁HH`), the others (`HH`), and the unknown word.
    let vocabulary: Vocabulary
    /// The words in the vocabulary's symbols.
    let lexicon: Lexicon

    /// A writer of all phonemes of a dictionary.
    ///
    /// - Throws: `TextError.badVocabulary` when its phonemes cannot be told from marks.
    init(dictionary: Lexicon) throws(TextError) {
        let phonemes = dictionary.units
        let symbols = phonemes.map { Self.wordMark + $0 } + phonemes
        vocabulary = try Vocabulary(symbols: [Vocabulary.blankSymbol] + symbols + [Self.unknownWord])
        lexicon = dictionary.respelled(Self.marked)
    }

    /// A writer of a model's phonemes.
    ///
    /// - Throws: `TextError.badVocabulary` when the dictionary has others.
    init(vocabulary: Vocabulary, dictionary: Lexicon) throws(TextError) {
        self.vocabulary = vocabulary
        lexicon = dictionary.respelled(Self.marked)
        if let stranger = lexicon.units.first(where: { vocabulary.label(of: $0) == nil }) {
            throw .badVocabulary("it lacks the phoneme \"\(stranger)\"")
        }
    }

    /// The dictionary as people write it, without marks.
    var dictionary: Lexicon {
        lexicon.respelled { $0.map(Self.unmarked) }
    }

    /// The phoneme of a symbol, wherever in a word it stands.
    static func unmarked(_ symbol: String) -> String {
        symbol.hasPrefix(wordMark) ? String(symbol.dropFirst()) : symbol
    }

    private static func marked(_ phonemes: [String]) -> [String] {
        phonemes.enumerated().map { $0 == 0 ? wordMark + $1 : $1 }
    }

    /// The labels of a text whose words stand between spaces; of several pronunciations of a word the first.
    func encode(_ text: String) -> [Int] {
        text.split(separator: " ").flatMap { word in
            (lexicon.spellings(of: String(word)).first ?? [Self.unknownWord]).compactMap(
                vocabulary.label(of:))
        }
    }

    /// The labels of a word, once for each of its pronunciations.
    func spellings(of word: String) -> [[Int]] {
        lexicon.spellings(of: word).map { $0.compactMap(vocabulary.label(of:)) }
    }

    /// The labels of a word's phonemes; `nil` when one of them is not the model's.
    func labels(of phonemes: [String]) -> [Int]? {
        let labels = Self.marked(phonemes).compactMap(vocabulary.label(of:))
        return labels.count == phonemes.count ? labels : nil
    }

    /// `HH-AH-L-OW W-ER-L-D`
    func decode(_ labels: some Sequence<Int>) -> String {
        let pieces = labels.map(piece)
        let text = pieces.map { $0.startsWord ? " " + $0.text : $0.text }.joined()
        return String(text.drop { $0 == " " })
    }

    func piece(_ label: Int) -> Piece {
        let symbol = vocabulary[label]
        if label == Vocabulary.blank { return Piece(text: "") }
        if symbol == Self.unknownWord { return Piece(text: symbol, startsWord: true) }
        let phoneme = Self.unmarked(symbol)
        return phoneme == symbol ? Piece(text: "-" + phoneme) : Piece(text: phoneme, startsWord: true)
    }
}

extension PhonemeTokenizer {
    /// The names of a bundle's phonemes and of its pronouncing dictionary.
    static let vocabularyName = "phonemes.json"
    static let dictionaryName = "pronunciations.dict"
}
