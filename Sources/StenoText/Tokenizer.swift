public import FoundationEssentials

/// Turns text into the labels a model learns, and labels back into text.
public struct Tokenizer: Hashable, Sendable {
    private enum Scheme: Hashable, Sendable {
        case characters(CharacterTokenizer)
    }

    private let scheme: Scheme
    /// The symbols by label, CTC's blank first.
    public let vocabulary: Vocabulary

    private init(_ scheme: Scheme) {
        self.scheme = scheme
        switch scheme {
        case .characters(let tokenizer): vocabulary = tokenizer.vocabulary
        }
    }

    /// A tokenizer that writes letter by letter with the given symbols.
    ///
    /// - Throws: `TextError.badVocabulary` when a symbol other than the blank is not one character.
    public static func characters(_ vocabulary: Vocabulary) throws(TextError) -> Tokenizer {
        Tokenizer(.characters(try CharacterTokenizer(vocabulary: vocabulary)))
    }

    /// A tokenizer of all letters that occur in some (normalized) texts, and of the space.
    public static func characters(of texts: some Sequence<String>) throws(TextError) -> Tokenizer {
        try .characters(CharacterTokenizer.vocabulary(of: texts))
    }

    /// The labels of a text; never the blank.
    ///
    /// - Throws: `TextError.unknownCharacter` when the vocabulary cannot write it.
    public func encode(_ text: String) throws(TextError) -> [Int] {
        switch scheme {
        case .characters(let tokenizer): try tokenizer.encode(text)
        }
    }

    /// The text of some labels; blanks say nothing.
    ///
    /// - Parameter labels: Labels after CTC's collapse: repeats are letters twice.
    public func decode(_ labels: some Sequence<Int>) -> String {
        switch scheme {
        case .characters(let tokenizer): tokenizer.decode(labels)
        }
    }

    /// What a label means to a decoder that forms words.
    public func piece(_ label: Int) -> Piece {
        switch scheme {
        case .characters(let tokenizer): tokenizer.piece(label)
        }
    }
}

extension Tokenizer {
    /// Reads the tokenizer of a model bundle: `vocab.json`.
    ///
    /// - Throws: `TextError.unreadable` when it is missing or broken.
    public init(folder: URL) throws(TextError) {
        let vocabulary = try VocabularyFile.read(from: folder.appending(path: VocabularyFile.name))
        self = try .characters(vocabulary)
    }

    /// Writes `vocab.json` into a model bundle, replacing what is there.
    ///
    /// - Throws: `TextError.unwritable`.
    public func write(to folder: URL) throws(TextError) {
        switch scheme {
        case .characters(let tokenizer):
            try VocabularyFile.write(tokenizer.vocabulary, to: folder.appending(path: VocabularyFile.name))
        }
    }
}
