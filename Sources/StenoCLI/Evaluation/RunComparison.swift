import Foundation
import StenoMetrics

/// A run compared with another on the same manifest, whose words a trn file has.
struct RunComparison: Encodable {
    private let file: String
    private let wer: Double
    private let difference: Double
    private let interval: [Double]
    private let probabilityOfImprovement: Double
    private let pValue: Double
    private let utterances: Int

    /// - Parameters:
    ///   - evaluation: The run.
    ///   - path: The other run's words, as `--format trn` writes them.
    /// - Throws: `TextFileFailure` when the file is no trn file, or of other utterances.
    init(_ evaluation: Evaluation, with path: String) throws {
        let other = try TextFile(path).parsed { try evaluation.heard(as: TrnRecord.records(reading: $0)) }
        let comparison = try PairedComparison(other, evaluation)
        file = path
        wer = other.words.rate
        difference = comparison.difference
        interval = [comparison.interval.lowerBound, comparison.interval.upperBound]
        probabilityOfImprovement = comparison.probabilityOfImprovement
        pValue = comparison.pValue
        utterances = evaluation.utterances.count
    }

    private enum CodingKeys: String, CodingKey {
        case file, wer, difference, interval, utterances
        case probabilityOfImprovement = "probability_of_improvement"
        case pValue = "p_value"
    }

    /// A line for people.
    var text: String {
        let few = utterances < 30 ? " (rough: fewer than 30 utterances)" : ""
        return "against \(file) (WER \(fixed(100 * wer, 2)) %): \(signed(100 * difference)) points "
            + "[\(interval.map { signed(100 * $0) }.joined(separator: ", "))], better in "
            + "\(fixed(100 * probabilityOfImprovement, 1)) % of resamples, matched pairs p = "
            + String(format: "%.2g", pValue) + few
    }

    private func signed(_ value: Double) -> String { String(format: "%+.2f", value) }
}

extension Evaluation {
    /// The same utterances as another run heard them.
    ///
    /// - Throws: `MetricsError.differentUtterances` when one of them is missing.
    fileprivate func heard(as records: [TrnRecord]) throws -> Evaluation {
        let words = Dictionary(records.map { ($0.id, $0.words) }) { first, _ in first }
        return Evaluation(
            try utterances.map { utterance in
                // Ids of a trn file have no white space.
                guard let words = words[TrnRecord.id(of: utterance.id)] else {
                    throw MetricsError.differentUtterances("\"\(utterance.id)\" is missing from it")
                }
                return ScoredUtterance(
                    id: utterance.id, reference: utterance.reference.joined(separator: " "),
                    hypothesis: words.joined(separator: " "), speaker: utterance.speaker)
            })
    }
}
