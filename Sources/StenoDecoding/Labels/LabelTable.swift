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
    /// The label between words, where the vocabulary has one.
    package let separator: Int?
    private let tokenizer: Tokenizer

    package init(_ tokenizer: Tokenizer) {
        self.tokenizer = tokenizer
        roles = tokenizer.vocabulary.symbols.indices.map { label in
            let piece = tokenizer.piece(label)
            if label == Vocabulary.blank { return .blank }
            return piece.isSeparator ? .separator : piece.startsWord ? .start : .inside
        }
        separator = roles.firstIndex(of: .separator)
    }

    package var count: Int { roles.count }

    /// The word some labels spell.
    package func text(of labels: some Sequence<Int>) -> String {
        let text = tokenizer.decode(labels)
        return String(text.drop { $0 == " " })
    }

    /// What a label adds to a word.
    package func text(of label: Int) -> String {
        tokenizer.piece(label).text
    }
}
