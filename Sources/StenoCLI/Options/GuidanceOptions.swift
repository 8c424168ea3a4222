import ArgumentParser
import Foundation
import Steno

/// What is known about what is likely to be said.
struct GuidanceOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A language model made by `steno lm build`; none leaves out the model's own.",
            valueName: "file|none"))
    var lm: FileOrNone?

    @Option(
        help: ArgumentHelp(
            "How much the language model counts beside the sound; \(Guidance().weight), or what was fitted to the model.",
            valueName: "weight"))
    var lmWeight: Double?

    @Option(
        help: ArgumentHelp(
            "What every word adds to a hypothesis, in natural logarithms: more makes more and shorter words; 0, or what was fitted.",
            valueName: "bonus"))
    var wordBonus: Double?

    @Option(
        help: ArgumentHelp(
            "The only words there are, one a line; none lets the model spell anything, whatever words it came with.",
            valueName: "file|none"))
    var lexicon: FileOrNone?

    @Option(
        help: ArgumentHelp(
            "Words and phrases to listen for, one a line, each with a boost of its own behind a colon or without.",
            valueName: "file"))
    var hotWords: String?

    @Option(
        help: ArgumentHelp("A word or phrase to listen for; may be repeated.", valueName: "phrase[:boost]"))
    var hotWord: [String] = []

    @Option(
        help: ArgumentHelp(
            "What each character of a hot word adds to a hypothesis, in natural logarithms.",
            valueName: "boost"
        ))
    var hotWordBoost = HotWord.defaultBoost

    @Option(
        help: ArgumentHelp(
            "The only sentences there are: a phrase a line, or rules in JSGF.",
            discussion: "One sentence is heard in a segment, so --endpoint says how long a pause parts two.",
            valueName: "file"))
    var grammar: String?

    func validate() throws {
        for (name, value) in [
            ("--lm-weight", lmWeight), ("--word-bonus", wordBonus), ("--hot-word-boost", hotWordBoost),
        ] {
            if let value, !value.isFinite { throw ValidationError("\(name) must be a number, not \(value).") }
        }
        if let lmWeight, lmWeight < 0 {
            throw ValidationError("--lm-weight must not be negative, and is \(lmWeight).")
        }
        if grammar != nil, lexicon != nil {
            throw ValidationError("Pass either --grammar or --lexicon: a grammar says which words there are.")
        }
        _ = try singleHotWords()
    }

    /// The first of these options that was used.
    var firstUsed: String? {
        let used = [
            ("--lm", lm.isFile), ("--lm-weight", lmWeight != nil),
            ("--word-bonus", wordBonus != nil), ("--lexicon", lexicon.isFile),
            ("--hot-words", hotWords != nil), ("--hot-word", !hotWord.isEmpty), ("--grammar", grammar != nil),
        ]
        return used.first { $0.1 }?.0
    }

    /// What these options ask for.
    func guidance() throws -> RecognizerGuidance {
        RecognizerGuidance(
            languageModel: try lm.part { try LanguageModel(at: URL(filePath: $0)) }, weight: lmWeight,
            wordBonus: wordBonus, lexicon: try lexicon.part { WordList(reading: try TextFile($0).text) },
            grammar: try grammar.map { try TextFile($0).parsed { try Grammar(phrasesOrRules: $0) } },
            hotWords: try singleHotWords() + listedHotWords())
    }

    private func singleHotWords() throws -> [HotWord] {
        try hotWord.flatMap { text in
            do {
                return try HotWord.list(reading: text, boost: hotWordBoost)
            } catch {
                throw ValidationError(
                    "--hot-word takes a phrase, or a phrase, a colon and a boost, not \"\(text)\".")
            }
        }
    }

    private func listedHotWords() throws -> [HotWord] {
        guard let hotWords else { return [] }
        return try TextFile(hotWords).parsed { try HotWord.list(reading: $0, boost: hotWordBoost) }
    }
}

/// The path of a file, or the word `none`.
enum FileOrNone: Hashable, ExpressibleByArgument {
    case nothing
    case file(String)

    init(argument: String) {
        self = argument == "none" ? .nothing : .file(argument)
    }
}

extension FileOrNone? {
    fileprivate var isFile: Bool {
        if case .file = self { true } else { false }
    }

    /// The bundle's part where the option was not used, and otherwise what it says.
    fileprivate func part<Value: Sendable>(_ read: (String) throws -> Value) throws -> BundlePart<Value> {
        switch self {
        case nil: .bundled
        case .nothing: .omitted
        case .file(let path): .given(try read(path))
        }
    }
}
