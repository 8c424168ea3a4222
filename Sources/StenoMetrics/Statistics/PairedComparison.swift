import Foundation

/// Whether one run is better than another on the same utterances, or luckier.
package struct PairedComparison: Hashable, Sendable {
    /// The WER of the second run less that of the first: negative when the second is better.
    package let difference: Double
    /// The middle 95 % of that difference over bootstrap resamples of the utterances (Bisani and Ney 2004).
    package let interval: ClosedRange<Double>
    /// The share of resamples in which the second run has fewer errors, ties counted half.
    package let probabilityOfImprovement: Double
    /// The two-sided probability of such a difference when the runs are equally good: the matched-pairs test on
    /// errors per utterance (Gillick and Cox 1989), its statistic taken as normal, so with 30 utterances or more.
    package let pValue: Double

    /// Compares two runs.
    ///
    /// - Throws: `MetricsError.differentUtterances` when ids or reference texts differ.
    package init(_ first: Evaluation, _ second: Evaluation, resamples: Int = 1000, seed: UInt64 = 1)
        throws(MetricsError)
    {
        let pairs = try Self.pairs(first, second)
        func difference(_ places: some Sequence<Int>) -> Double {
            places.lazy.map { pairs[$0].second.words }.sum.rate
                - places.lazy.map { pairs[$0].first.words }.sum.rate
        }
        let bootstrap = Bootstrap(resamples: resamples, seed: seed)
        let resampled = bootstrap.distribution(of: pairs.count) { difference($0) }
        self.difference = difference(pairs.indices)
        interval = (resampled.quantile(0.025) ?? 0)...(resampled.quantile(0.975) ?? 0)
        let wins = resampled.values.reduce(0) { $0 + ($1 < 0 ? 1 : $1 == 0 ? 0.5 : 0) }
        probabilityOfImprovement = resampled.count == 0 ? 0.5 : wins / Double(resampled.count)
        pValue = Self.matchedPairs(pairs.map { Double($0.second.words.errors - $0.first.words.errors) })
    }

    private static func pairs(_ first: Evaluation, _ second: Evaluation) throws(MetricsError)
        -> [(first: ScoredUtterance, second: ScoredUtterance)]
    {
        let others = Dictionary(second.utterances.map { ($0.id, $0) }) { first, _ in first }
        guard first.utterances.count == second.utterances.count, others.count == second.utterances.count
        else {
            throw .differentUtterances(
                "\(first.utterances.count) and \(second.utterances.count) utterances, or an id stands twice")
        }
        var pairs: [(first: ScoredUtterance, second: ScoredUtterance)] = []
        for utterance in first.utterances {
            guard let other = others[utterance.id] else {
                throw .differentUtterances("\"\(utterance.id)\" is missing from the second")
            }
            guard other.reference == utterance.reference else {
                throw .differentUtterances("the reference texts of \"\(utterance.id)\" differ")
            }
            pairs.append((utterance, other))
        }
        return pairs
    }

    /// - Parameter differences: Errors of the second run less those of the first, per utterance.
    static func matchedPairs(_ differences: [Double]) -> Double {
        let count = Double(differences.count)
        guard count > 1 else { return 1 }
        let mean = differences.reduce(0, +) / count
        let variance = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
        guard variance > 0 else { return mean == 0 ? 1 : 0 }
        return erfc(abs(mean) / (variance / count).squareRoot() / 2.0.squareRoot())
    }
}
