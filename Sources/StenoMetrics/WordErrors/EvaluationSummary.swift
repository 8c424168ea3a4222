/// An evaluation as `steno evaluate --format json` prints it; rates are fractions.
package struct EvaluationSummary: Hashable, Sendable, Encodable {
    package let wer: Double?
    package let cer: Double?
    package let words: Int
    package let substitutions: Int
    package let deletions: Int
    package let insertions: Int
    /// The lower and the upper end of the 95 % bootstrap interval.
    package let werInterval: [Double]
    package let utterances: Int
    package let utteranceErrorRate: Double
    /// Processing time over audio time; `nil` when nobody measured.
    package let realTimeFactor: Double?
    /// A summary for each speaker, where the manifest names them.
    package let speakers: [String: EvaluationSummary]?

    /// Sums an evaluation up.
    ///
    /// A rate that is not finite, errors where nothing was said, is left out.
    package init(_ evaluation: Evaluation, realTimeFactor: Double? = nil, seed: UInt64 = 1) {
        self.init(evaluation, realTimeFactor: realTimeFactor, seed: seed, bySpeaker: true)
    }

    private init(_ evaluation: Evaluation, realTimeFactor: Double?, seed: UInt64, bySpeaker: Bool) {
        let counts = evaluation.words
        let interval = evaluation.wordErrorInterval(seed: seed)
        wer = Self.finite(counts.rate)
        cer = Self.finite(evaluation.characters.rate)
        words = counts.referenceCount
        substitutions = counts.substitutions
        deletions = counts.deletions
        insertions = counts.insertions
        werInterval = [interval.lowerBound, interval.upperBound].compactMap(Self.finite)
        utterances = evaluation.utterances.count
        utteranceErrorRate = evaluation.utteranceErrorRate
        self.realTimeFactor = realTimeFactor
        let groups = bySpeaker ? evaluation.grouped(by: \.speaker) : []
        speakers =
            groups.isEmpty
            ? nil
            : Dictionary(
                uniqueKeysWithValues: groups.map { group in
                    (
                        group.name,
                        EvaluationSummary(group.evaluation, realTimeFactor: nil, seed: seed, bySpeaker: false)
                    )
                })
    }

    private static func finite(_ rate: Double) -> Double? {
        rate.isFinite ? rate : nil
    }

    private enum CodingKeys: String, CodingKey {
        case wer, cer, words, substitutions, deletions, insertions, utterances, speakers
        case werInterval = "wer_interval"
        case utteranceErrorRate = "utterance_error_rate"
        case realTimeFactor = "real_time_factor"
    }
}
