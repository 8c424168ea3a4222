import Foundation
import StenoDecoding
import StenoLanguageModel
import StenoText

/// Prefix beam search with a lexicon and a language model over emissions that others decode too.
///
/// A folder holds them as `scripts/bench_decoding.py` writes them: `KIND_tokens.txt` (a label a line, the blank first),
/// `KIND_lexicon.txt`, `KIND_lengths.txt` (the frames of each utterance) and `KIND_emissions.f32` (natural-log
/// probabilities of all frames, little-endian).
struct DecodingBenchmark {
    private let folder: URL
    private let kind: String
    private let model: URL
    private var beam = BeamOptions(width: 50)
    private var weight: Float = 0.5
    private var bonus: Float = 0
    private var count = 5
    private var texts: URL?

    init(arguments: ArraySlice<String>) throws {
        var arguments = arguments
        folder = URL(filePath: arguments.popFirst() ?? "")
        kind = arguments.popFirst() ?? "char"
        model = URL(filePath: arguments.popFirst() ?? "")
        while let name = arguments.popFirst(), let value = arguments.popFirst() {
            switch name {
            case "--beam": beam.width = Int(value) ?? beam.width
            case "--threshold": beam.threshold = Double(value) ?? beam.threshold
            case "--label-threshold": beam.labelThreshold = Double(value) ?? beam.labelThreshold
            case "--labels": beam.labelLimit = Int(value) ?? beam.labelLimit
            case "--rule": beam.pathRule = value == "max" ? .max : .sum
            case "--weight": weight = Float(value) ?? weight
            case "--bonus": bonus = Float(value) ?? bonus
            case "--repeat": count = Int(value) ?? count
            case "--texts": texts = URL(filePath: value)
            default: throw CocoaError(.featureUnsupported)
            }
        }
    }

    func run() throws {
        let tokens = try lines(of: "tokens.txt")
        let context = try makeContext(tokens)
        let utterances = try emissions(labels: tokens.count)
        var found: [String] = []
        let measurement = Measurement(
            section: "decode", name: "steno", shape: "\(kind), beam \(beam.width)", count: count
        ) {
            found = utterances.map { text(of: $0, labels: tokens, context) }
        }
        if let texts { try Data(found.map { $0 + "\n" }.joined().utf8).write(to: texts) }
        let frames = utterances.reduce(0) { $0 + $1.count / tokens.count }
        try measurement.printRate(amount: Double(frames), unit: "frames/s")
    }

    private func text(of emissions: [Float], labels tokens: [String], _ context: SearchContext) -> String {
        var search = BeamSearch(options: beam, context: context)
        for start in stride(from: 0, to: emissions.count, by: tokens.count) {
            search.advance(over: emissions.span.extracting(start..<start + tokens.count))
        }
        let spelled = search.best(ending: .sentence).map { tokens[$0.label] }.joined()
        return spelled.replacing(Self.wordStart, with: " ").replacing(Self.separator, with: " ")
            .split(separator: " ").joined(separator: " ")
    }

    private static let separator = "|"
    /// What sentencepiece writes before the first piece of a word.
    private static let wordStart = "\u{2581}"

    private func makeContext(_ tokens: [String]) throws -> SearchContext {
        let pieces = tokens.map { token in
            Piece(
                text: token.replacing(Self.wordStart, with: ""), startsWord: token.hasPrefix(Self.wordStart),
                isSeparator: token == Self.separator)
        }
        let labels = LabelTable(pieces: pieces) { labels in labels.map { tokens[$0] }.joined() }
        let lexicon = try Lexicon(reading: lines(of: "lexicon.txt").joined(separator: "\n"))
        return SearchContext(
            labels: labels,
            automaton: try LabelAutomaton(
                lexicon, vocabulary: Vocabulary(symbols: tokens), separator: labels.separator),
            language: LanguageScorer(
                model: try LanguageModel(at: model), weight: weight, wordBonus: bonus))
    }

    private func lines(of name: String) throws -> [String] {
        try String(contentsOf: folder.appending(path: "\(kind)_\(name)"), encoding: .utf8)
            .split(separator: "\n").map(String.init)
    }

    private func emissions(labels: Int) throws -> [[Float]] {
        let data = try Data(contentsOf: folder.appending(path: "\(kind)_emissions.f32"))
        let numbers = stride(from: 0, to: data.count, by: 4).map { place in
            Float(bitPattern: data[place..<place + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) })
        }
        var start = 0
        return try lines(of: "lengths.txt").compactMap { Int($0) }.map { frames in
            defer { start += frames * labels }
            return Array(numbers[start..<start + frames * labels])
        }
    }
}
