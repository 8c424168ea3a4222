public import FoundationEssentials

/// Turns text into the labels a model learns, and labels back into text.
///
/// Texts are brought to Unicode's composed form (NFC) first; otherwise they are written as they stand, so normalize
/// them as the model's texts were (``TextNormalizer``).
public struct Tokenizer: Hashable, Sendable {
    private enum Scheme: Hashable, Sendable {
        case characters(CharacterTokenizer)
        case bytePairs(BytePairEncoding)
    }

    private let scheme: Scheme
    /// The symbols by label, CTC's blank first.
    public let vocabulary: Vocabulary

    /// A tokenizer that writes letter by letter with the given symbols, the separator of words being a space.
    ///
    /// - Throws: `TextError.badVocabulary` when a symbol other than the blank is not one character.
    public static func characters(_ vocabulary: Vocabulary) throws(TextError) -> Tokenizer {
        Tokenizer(scheme: .characters(try CharacterTokenizer(vocabulary: vocabulary)), vocabulary: vocabulary)
    }

    /// A tokenizer of all letters that occur in some (normalized) texts, and of the space.
    public static func characters(of texts: some Sequence<String>) throws(TextError) -> Tokenizer {
        try .characters(CharacterTokenizer.vocabulary(of: texts))
    }

    /// A tokenizer of learned pieces; see ``BytePairTrainer``.
    static func bytePairs(_ encoding: BytePairEncoding) -> Tokenizer {
        Tokenizer(scheme: .bytePairs(encoding), vocabulary: encoding.vocabulary)
    }

    /// The labels of a text; never the blank.
    ///
    /// - Throws: `TextError.unknownCharacter` when the vocabulary cannot write it.
    public func encode(_ text: String) throws(TextError) -> [Int] {
        switch scheme {
        case .characters(let tokenizer): try tokenizer.encode(text.composed)
        case .bytePairs(let encoding): try encoding.encode(text.composed)
        }
    }

    /// The text of some labels; blanks say nothing.
    ///
    /// - Parameter labels: Labels after CTC's collapse: repeats are letters twice.
    public func decode(_ labels: some Sequence<Int>) -> String {
        switch scheme {
        case .characters(let tokenizer): tokenizer.decode(labels)
        case .bytePairs(let encoding): encoding.decode(labels)
        }
    }

    /// What a label means to a decoder that forms words.
    public func piece(_ label: Int) -> Piece {
        switch scheme {
        case .characters(let tokenizer): tokenizer.piece(label)
        case .bytePairs(let encoding): encoding.piece(label)
        }
    }
}

extension Tokenizer {
    /// Reads the tokenizer of a model bundle: `tokenizer.json` if there is one, else `vocab.json`.
    ///
    /// - Throws: `TextError.unreadable` when it is missing or broken.
    public init(folder: URL) throws(TextError) {
        if Self.isLearned(in: folder) {
            self = .bytePairs(try TokenizerFile.read(from: folder.appending(path: TokenizerFile.name)))
        } else {
            let vocabulary = try VocabularyFile.read(from: folder.appending(path: VocabularyFile.name))
            self = try .characters(vocabulary)
        }
    }

    /// Whether a folder has a tokenizer of learned pieces.
    package static func isLearned(in folder: URL) -> Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: TokenizerFile.name).path)
    }

    /// Writes the tokenizer into a model bundle in place of the one that is there: letters as `vocab.json`, learned
    /// pieces as `tokenizer.json`.
    ///
    /// - Throws: `TextError.unwritable`.
    public func write(to folder: URL) throws(TextError) {
        let letters = folder.appending(path: VocabularyFile.name)
        let pieces = folder.appending(path: TokenizerFile.name)
        switch scheme {
        case .characters(let tokenizer):
            try VocabularyFile.write(tokenizer.vocabulary, to: letters)
            try Self.remove(pieces)
        case .bytePairs(let encoding):
            try TokenizerFile.write(encoding, to: pieces)
            try Self.remove(letters)
        }
    }

    /// A bundle has one tokenizer; a file of the other kind would be read in its place.
    private static func remove(_ url: URL) throws(TextError) {
        guard FileManager.default.fileExists(atPath: url.path) else { return }
        do {
            try FileManager.default.removeItem(at: url)
        } catch {
            throw .unwritable(url, "\(error)")
        }
    }
}
