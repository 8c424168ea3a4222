/// A search over CTC emissions that can be asked at every frame what it believes, and told to settle.
///
/// A value: a copy goes its own way. What it does is a function of the frames alone, never of how they arrived.
package protocol PrefixSearch: Sendable {
    /// Takes one frame of natural-log probabilities, `[V]`.
    mutating func advance(over emissions: Span<Float>)

    /// Changes whenever the best hypothesis does.
    var bestMark: Int { get }

    /// The labels of the best hypothesis since the last cut.
    ///
    /// - Parameter ending: Whether what may still come counts, or the hypothesis as if nothing followed.
    func best(ending: SearchEnding) -> [PathLabel]

    /// Whether the best hypothesis' last word may end as it is.
    var bestMayEnd: Bool { get }

    /// Whether a hypothesis that may end a sentence as it is, is about as good as the best.
    var sentenceMayEnd: Bool { get }

    /// Whether the best hypothesis of a sentence that ends here ends with a whole word: half a word of a lexicon may be
    /// all there is.
    var sentenceEndsWhole: Bool { get }

    /// How many labels since the last cut all hypotheses share.
    func agreedCount() -> Int

    /// Holds on only to hypotheses that spell the best one's first word, closed, and says how much of the whole
    /// they were: the word's posterior among hypotheses that agree on everything before it.
    ///
    /// - Parameters:
    ///   - path: The hypothesis to believe, from `best`.
    ///   - word: The word of `path` to settle; all before it are settled.
    mutating func settle(_ word: PathWord, of path: [PathLabel]) -> Double

    /// Forgets the labels of `path` before `count`, all settled; what follows them goes on.
    ///
    /// - Parameter frame: The first frame that belongs to what follows: hypotheses that claim labels before it
    ///   are given up.
    mutating func cut(_ path: [PathLabel], after count: Int, at frame: Int, ending: SearchEnding)

    /// The best hypotheses and their scores, best first.
    func hypotheses(_ limit: Int, ending: SearchEnding) -> [ScoredPath]
}

/// How a hypothesis is judged.
package enum SearchEnding: Sendable {
    /// More may follow.
    case open
    /// The sentence ends here.
    case sentence
}

/// A hypothesis and its total score, a natural logarithm.
package struct ScoredPath: Sendable {
    package let labels: [PathLabel]
    package let score: Double
}
