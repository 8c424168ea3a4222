import FoundationEssentials
public import StenoDecoding
public import StenoLanguageModel
import StenoText

/// A part of a model bundle, or what stands in its place.
public enum BundlePart<Value: Sendable>: Sendable {
    /// The bundle's own, where it has one.
    case bundled
    /// None, whatever the bundle has.
    case omitted
    /// This one.
    case given(Value)
}

/// What a recognizer knows about what is likely to be said, beside the sound. Only the beam search listens to it.
///
/// ```swift
/// var options = RecognizerOptions()
/// options.guidance.languageModel = .given(try LanguageModel(at: file))
/// options.guidance.hotWords = [HotWord("grand rapids")]
/// ```
public struct RecognizerGuidance: Sendable {
    /// The probability of words after each other: `language_model.bin` of a bundle.
    public var languageModel: BundlePart<LanguageModel>
    /// The weight of the language model's natural-log probabilities; `nil` takes what was fitted to the bundle.
    public var weight: Double?
    /// What every word adds to the natural-log score; `nil` takes what was fitted to the bundle.
    public var wordBonus: Double?
    /// The only words there are: `lexicon.txt` of a bundle. A model without a lexicon may spell anything.
    public var lexicon: BundlePart<WordList>
    /// The only sentences there are; leaves the lexicon out of account.
    public var grammar: Grammar?
    /// Words and phrases to listen for; a lexicon learns those it lacks.
    public var hotWords: [HotWord]

    /// What a bundle brings with it, and more.
    public init(
        languageModel: BundlePart<LanguageModel> = .bundled, weight: Double? = nil, wordBonus: Double? = nil,
        lexicon: BundlePart<WordList> = .bundled, grammar: Grammar? = nil, hotWords: [HotWord] = []
    ) {
        self.languageModel = languageModel
        self.weight = weight
        self.wordBonus = wordBonus
        self.lexicon = lexicon
        self.grammar = grammar
        self.hotWords = hotWords
    }
}

extension RecognizerGuidance {
    /// The name of the language model in a bundle.
    public static let languageModelFile = "language_model.bin"
    /// The name of the list of words in a bundle.
    public static let lexiconFile = "lexicon.txt"

    /// The language model, where there is one.
    func languageModel(inBundle folder: URL) throws -> LanguageModel? {
        try languageModel.value(in: folder.appending(path: Self.languageModelFile)) {
            try LanguageModel(at: $0)
        }
    }

    /// The only words there are, where not any may be spelled.
    func wordList(inBundle folder: URL) throws -> WordList? {
        try lexicon.value(in: folder.appending(path: Self.lexiconFile)) { try WordList(contentsOf: $0) }
    }

    /// What a decoder is given.
    ///
    /// - Parameters:
    ///   - tokenizer: What the model says.
    ///   - languageModel: From ``languageModel(inBundle:)``.
    ///   - wordList: From ``wordList(inBundle:)``.
    ///   - scale: What was fitted to the bundle.
    func resolved(
        inBundle folder: URL, tokenizer: Tokenizer, languageModel: LanguageModel?,
        wordList: WordList?, scale: LanguageModelScale?
    ) throws -> Guidance {
        var guidance = Guidance()
        guidance.languageModel = languageModel
        if let weight = weight ?? scale?.weight { guidance.weight = weight }
        // What was fitted makes up for the price of words in a language model; without one there is no price.
        let fitted = guidance.languageModel == nil ? nil : scale?.wordBonus
        if let wordBonus = wordBonus ?? fitted { guidance.wordBonus = wordBonus }
        let pronouncer = folder.appending(path: Pronouncer.fileName)
        if tokenizer.lexicon != nil, pronouncer.exists {
            guidance.pronouncer = try Pronouncer(at: pronouncer)
        }
        guidance.lexicon = try wordList?.lexicon(
            writtenBy: Speller(tokenizer: tokenizer, pronouncer: guidance.pronouncer))
        guidance.grammar = grammar
        guidance.hotWords = hotWords
        return guidance
    }
}

extension BundlePart {
    /// What is given, or what is read from the bundle's file where there is one.
    fileprivate func value(in file: URL, read: (URL) throws -> Value) throws -> Value? {
        switch self {
        case .bundled:
            file.exists ? try read(file) : nil
        case .omitted: nil
        case .given(let value): value
        }
    }
}
