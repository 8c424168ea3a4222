package import StenoText

/// How a vocabulary's labels join into words, as arrays indexed by label.
package struct LabelTable: Sendable {
    /// What a label does to the word that is being spelled.
    package enum Role: UInt8, Sendable {
        /// Says nothing.
        case blank
        /// Ends a word and is not part of any.
        case separator
        /// Ends a word and is the first piece of the next.
        case start
        /// Goes on with a word, or starts one where none is being spelled.
        case inside
    }

    package let roles: [Role]
    /// What each label adds to a word, as UTF-8.
    package let bytes: [[UInt8]]
    /// The label between words, where the vocabulary has one.
    package let separator: Int?
    /// Whether some labels start words of themselves.
    let hasStarts: Bool
    private let decode: @Sendable ([Int]) -> String

    package init(_ tokenizer: Tokenizer) {
        self.init(pieces: tokenizer.vocabulary.symbols.indices.map(tokenizer.piece)) { tokenizer.decode($0) }
    }

    /// The labels of some pieces, the blank first.
    ///
    /// - Parameter decode: What labels spell, with or without spaces around.
    package init(pieces: [Piece], decode: @escaping @Sendable ([Int]) -> String) {
        roles = pieces.enumerated().map { label, piece in
            if label == Vocabulary.blank { return .blank }
            return piece.isSeparator ? .separator : piece.startsWord ? .start : .inside
        }
        bytes = pieces.map { Array($0.text.utf8) }
        separator = roles.firstIndex(of: .separator)
        hasStarts = roles.contains(.start)
        self.decode = decode
    }

    package var count: Int { roles.count }

    /// The word some labels spell.
    package func text(of labels: some Sequence<Int>) -> String {
        let text = decode(Array(labels))
        return String(text.drop { $0 == " " })
    }
}
