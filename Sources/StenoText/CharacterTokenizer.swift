/// Writes text letter by letter: one label per Unicode scalar, one for the space between words.
///
/// Scalars rather than grapheme clusters, so that scripts that combine marks (Devanagari, Thai, Hangul Jamo) need
/// only as many symbols as they have marks.
struct CharacterTokenizer: Hashable, Sendable {
    /// The symbol between words, written `|` in `vocab.json` as wav2vec 2.0 does.
    static let separator = " "

    let vocabulary: Vocabulary
    private let labels: [Unicode.Scalar: Int]

    /// - Throws: `TextError.badVocabulary` when a symbol other than the blank is longer than one scalar.
    init(vocabulary: Vocabulary) throws(TextError) {
        var labels: [Unicode.Scalar: Int] = [:]
        for (label, symbol) in vocabulary.symbols.enumerated().dropFirst() {
            guard let scalar = symbol.unicodeScalars.first, symbol.unicodeScalars.count == 1 else {
                throw .badVocabulary("\"\(symbol)\" is not one character")
            }
            labels[scalar] = label
        }
        self.vocabulary = vocabulary
        self.labels = labels
    }

    /// The vocabulary of all that occurs in some texts: the blank, the separator, then the rest by code point.
    static func vocabulary(of texts: some Sequence<String>) throws(TextError) -> Vocabulary {
        var scalars: Set<Unicode.Scalar> = []
        for text in texts { scalars.formUnion(text.composed.unicodeScalars) }
        scalars.subtract(separator.unicodeScalars)
        return try Vocabulary(
            symbols: [Vocabulary.blankSymbol, separator] + scalars.sorted().map { String($0) })
    }

    func encode(_ text: String) throws(TextError) -> [Int] {
        var result: [Int] = []
        result.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            guard let label = labels[scalar] else { throw .unknownCharacter(Character(scalar), in: text) }
            result.append(label)
        }
        return result
    }

    func decode(_ labels: some Sequence<Int>) -> String {
        labels.lazy.filter { $0 != Vocabulary.blank }.map { vocabulary[$0] }.joined()
    }

    func piece(_ label: Int) -> Piece {
        let symbol = vocabulary[label]
        if label == Vocabulary.blank { return Piece(text: "") }
        return symbol == Self.separator ? Piece(text: "", isSeparator: true) : Piece(text: symbol)
    }
}
