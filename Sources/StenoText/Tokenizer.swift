public import FoundationEssentials

/// Turns text into the labels a model learns, and labels back into text.
///
/// Texts are brought to Unicode's composed form (NFC) first; otherwise they are written as they stand, so normalize
/// them as the model's texts were (``TextNormalizer``).
public struct Tokenizer: Hashable, Sendable {
    private enum Scheme: Hashable, Sendable {
        case characters(CharacterTokenizer)
        case bytePairs(BytePairEncoding)
        case phonemes(PhonemeTokenizer)
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

    /// A tokenizer of the phonemes of a pronouncing dictionary, those at the beginning of words apart.
    ///
    /// - Parameter dictionary: Words, spelled in phonemes.
    public static func phonemes(_ dictionary: Lexicon) throws(TextError) -> Tokenizer {
        .phonemes(try PhonemeTokenizer(dictionary: dictionary))
    }

    private static func phonemes(_ tokenizer: PhonemeTokenizer) -> Tokenizer {
        Tokenizer(scheme: .phonemes(tokenizer), vocabulary: tokenizer.vocabulary)
    }

    /// The only words that the labels can say, with their spellings: those of a pronouncing dictionary; `nil` where
    /// anything may be spelled.
    public var lexicon: Lexicon? {
        if case .phonemes(let tokenizer) = scheme { tokenizer.lexicon } else { nil }
    }

    /// The labels of a text; never the blank. A word that a pronouncing dictionary lacks is one label of its own.
    ///
    /// - Throws: `TextError.unknownCharacter` when the vocabulary cannot write it.
    public func encode(_ text: String) throws(TextError) -> [Int] {
        switch scheme {
        case .characters(let tokenizer): try tokenizer.encode(text.composed)
        case .bytePairs(let encoding): try encoding.encode(text.composed)
        case .phonemes(let tokenizer): tokenizer.encode(text.composed)
        }
    }

    /// The ways to write a word: one, or one for each of its pronunciations.
    ///
    /// - Throws: `TextError.unknownCharacter`, or `TextError.unknownWord` when a pronouncing dictionary lacks it.
    public func spellings(of word: String) throws(TextError) -> [[Int]] {
        guard case .phonemes(let tokenizer) = scheme else { return [try encode(word)] }
        let spellings = tokenizer.spellings(of: word.composed)
        guard !spellings.isEmpty else { throw .unknownWord(word) }
        return spellings
    }

    /// The labels of a word's phonemes; `nil` when one of them is not the model's, or it says none.
    package func labels(ofPhonemes phonemes: [String]) -> [Int]? {
        if case .phonemes(let tokenizer) = scheme { tokenizer.labels(of: phonemes) } else { nil }
    }

    /// The pronouncing dictionary, as people write it; `nil` where anything may be spelled.
    package var dictionary: Lexicon? {
        if case .phonemes(let tokenizer) = scheme { tokenizer.dictionary } else { nil }
    }

    /// The text of some labels; blanks say nothing.
    ///
    /// - Parameter labels: Labels after CTC's collapse: repeats are letters twice.
    public func decode(_ labels: some Sequence<Int>) -> String {
        switch scheme {
        case .characters(let tokenizer): tokenizer.decode(labels)
        case .bytePairs(let encoding): encoding.decode(labels)
        case .phonemes(let tokenizer): tokenizer.decode(labels)
        }
    }

    /// What a label means to a decoder that forms words.
    public func piece(_ label: Int) -> Piece {
        switch scheme {
        case .characters(let tokenizer): tokenizer.piece(label)
        case .bytePairs(let encoding): encoding.piece(label)
        case .phonemes(let tokenizer): tokenizer.piece(label)
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

    /// Reads the phonemes of a model bundle, `phonemes.json`, and its pronouncing dictionary, `pronunciations.dict`.
    ///
    /// - Throws: `TextError.unreadable` when one is missing or broken.
    public static func phonemes(folder: URL) throws(TextError) -> Tokenizer {
        let vocabulary = try VocabularyFile.read(
            from: folder.appending(path: PhonemeTokenizer.vocabularyName))
        let file = folder.appending(path: PhonemeTokenizer.dictionaryName)
        do {
            return .phonemes(
                try PhonemeTokenizer(vocabulary: vocabulary, dictionary: Lexicon(contentsOf: file)))
        } catch {
            if case .unreadable = error { throw error }
            throw .unreadable(file, error.description)
        }
    }

    /// Whether a folder has a tokenizer of learned pieces.
    package static func isLearned(in folder: URL) -> Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: TokenizerFile.name).path)
    }

    /// Writes the tokenizer into a model bundle in place of the one that is there: letters as `vocab.json`, learned
    /// pieces as `tokenizer.json`. Phonemes lie beside either, as `phonemes.json` and `pronunciations.dict`.
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
        case .phonemes(let tokenizer):
            try VocabularyFile.write(
                tokenizer.vocabulary, to: folder.appending(path: PhonemeTokenizer.vocabularyName))
            try tokenizer.dictionary.write(to: folder.appending(path: PhonemeTokenizer.dictionaryName))
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
