public import FoundationEssentials
public import StenoText

/// Guesses the pronunciations of words that a dictionary lacks, as it has learned from those it has: an n-gram model of
/// letters with the phonemes they stand for (Bisani and Ney 2008, "Joint-sequence models for grapheme-to-phoneme
/// conversion"; Novak et al. 2016, "Phonetisaurus").
///
/// ```swift
/// try Pronouncer.learn(from: dictionary, writingTo: file)
/// Pronouncer(at: file).pronunciations(of: "zworykin")  // [["Z", "W", "AO", "R", "IH", "K", "IH", "N"], …]
/// ```
public struct Pronouncer: Sendable {
    /// The file's name in a model bundle.
    public static let fileName = "pronouncer.bin"

    private let model: LanguageModel
    /// What each letter may stand for, by the model's numbers.
    private let choices: [Unicode.Scalar: [(number: UInt32, phonemes: [String])]]

    /// Opens what ``learn(from:writingTo:)`` has written.
    ///
    /// - Throws: `LanguageModelError.unreadable` or `.badBinary`.
    public init(at url: URL) throws(LanguageModelError) {
        model = try LanguageModel(at: url)
        var choices: [Unicode.Scalar: [(number: UInt32, phonemes: [String])]] = [:]
        for (number, text) in model.vocabulary.enumerated() {
            guard let graphone = Graphone(text: text) else { continue }
            choices[graphone.letter, default: []].append((UInt32(number), graphone.phonemes))
        }
        self.choices = choices
    }

    /// The length of the n-grams: a letter is read with the six before it.
    private static let order = 7

    /// How often a word counts at most: common words are learned by heart, irregular as they are.
    private static let mostOccurrences = 50

    /// Learns from a dictionary and writes what was learned. On the 130,000 words of the CMU dictionary it takes
    /// seconds.
    ///
    /// - Parameter occurrences: How often words are said; those that are not mentioned count once.
    /// - Throws: `LanguageModelError.unwritable`, or `.cannotEstimate` when the dictionary is empty.
    public static func learn(
        from dictionary: Lexicon, occurrences: [String: Int] = [:], writingTo url: URL
    ) throws(LanguageModelError) {
        let alignment = GraphoneAlignment(dictionary)
        var counter = NGramCounter(order: order)
        for (word, pronunciations) in dictionary.entries.sorted(by: { $0.key < $1.key }) {
            for pronunciation in pronunciations {
                guard let graphones = alignment.graphones(of: word, pronunciation) else { continue }
                let sentence = Array(graphones.map(\.text).joined(separator: " ").utf8)
                for _ in 0...min(occurrences[word, default: 0], mostOccurrences) {
                    try counter.add(sentence[...])
                }
            }
        }
        let options = EstimationOptions(order: order, pruning: [0, 0, 0, 1])
        try BinaryWriter.write(KneserNey.estimate(&counter, options), to: url, quantization: 8)
    }

    /// A beginning of the word, pronounced.
    private struct Hypothesis {
        var score: Float = 0
        var state: LanguageModel.State
        var phonemes: [String] = []
    }

    private static let beam = 24
    /// How much less likely than the best another pronunciation may be, in natural logarithms.
    private static let margin: Float = 1.5

    /// The likeliest pronunciations of a word, the likeliest first; none when no letter of it is known. Letters that no
    /// word of the dictionary has say nothing.
    ///
    /// - Parameter limit: The most there may be.
    public func pronunciations(of word: String, limit: Int = 3) -> [[String]] {
        var beam = [Hypothesis(state: model.start)]
        for letter in word.unicodeScalars {
            guard let choices = choices[letter] else { continue }
            beam = beam.flatMap { hypothesis in
                choices.map { extended(hypothesis, by: $0.number, saying: $0.phonemes) }
            }
            beam = Array(beam.sorted { $0.score > $1.score }.prefix(Self.beam))
        }
        let ended = beam.filter { !$0.phonemes.isEmpty }.map { hypothesis in
            (score: hypothesis.score + model.endScore(after: hypothesis.state), phonemes: hypothesis.phonemes)
        }.sorted { $0.score > $1.score }
        let likely = ended.filter { $0.score >= ended[0].score - Self.margin }.map(\.phonemes)
        return Array(
            likely.reduce(into: [[String]]()) { if !$0.contains($1) { $0.append($1) } }.prefix(limit))
    }

    private func extended(
        _ hypothesis: Hypothesis, by graphone: UInt32, saying phonemes: [String]
    ) -> Hypothesis {
        var next = hypothesis
        next.score += model.score(graphone, after: hypothesis.state, next: &next.state)
        next.phonemes += phonemes
        return next
    }
}
