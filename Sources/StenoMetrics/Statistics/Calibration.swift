import Foundation

/// How far confidences can be believed.
package struct Calibration: Hashable, Sendable {
    /// A recognized word: how sure the recognizer was, and whether it was right.
    package struct Outcome: Hashable, Sendable {
        package let confidence: Double
        package let isCorrect: Bool

        package init(confidence: Double, isCorrect: Bool) {
            self.confidence = confidence
            self.isCorrect = isCorrect
        }
    }

    /// Words of about equal confidence; a point of the reliability plot.
    package struct Bin: Hashable, Sendable {
        package let count: Int
        package let meanConfidence: Double
        package let accuracy: Double
    }

    /// From the least confident words to the most.
    package let bins: [Bin]
    /// The mean distance between confidence and accuracy over the bins, weighted by words (Naeini et al. 2015).
    package let expectedCalibrationError: Double
    /// How much better the confidences predict errors than the mean accuracy does: 1 at best, 0 when not at all,
    /// negative when they mislead (NIST's normalized cross entropy, as `sclite` prints it). `nil` when all words were
    /// right or all were wrong: there was nothing to predict.
    package let normalizedCrossEntropy: Double?

    /// Measures some outcomes in bins of equal count; the first bins have one more where they do not divide evenly.
    package init(_ outcomes: [Outcome], bins count: Int = 15) {
        precondition(count > 0, "outcomes cannot be put into no bins")
        let sorted = outcomes.sorted { $0.confidence < $1.confidence }
        let (size, extra) = sorted.count.quotientAndRemainder(dividingBy: count)
        var start = 0
        bins = (0..<count).compactMap { index in
            let end = start + size + (index < extra ? 1 : 0)
            defer { start = end }
            return start < end ? Bin(sorted[start..<end]) : nil
        }
        expectedCalibrationError = bins.reduce(0) { sum, bin in
            sum + abs(bin.meanConfidence - bin.accuracy) * Double(bin.count) / Double(outcomes.count)
        }
        normalizedCrossEntropy = Self.crossEntropy(outcomes)
    }

    /// Confidences of 0 and 1 would cost infinitely much when wrong, so they are taken as ones a millionth away.
    private static func crossEntropy(_ outcomes: [Outcome]) -> Double? {
        let correct = Double(outcomes.count(where: \.isCorrect))
        let accuracy = correct / Double(outcomes.count)
        guard correct > 0, accuracy < 1 else { return nil }
        let largest = -correct * log2(accuracy) - (Double(outcomes.count) - correct) * log2(1 - accuracy)
        let gained = outcomes.reduce(0) { sum, outcome in
            let confidence = min(max(outcome.confidence, 1e-6), 1 - 1e-6)
            return sum + log2(outcome.isCorrect ? confidence : 1 - confidence)
        }
        return (largest + gained) / largest
    }
}

extension Calibration.Bin {
    fileprivate init(_ outcomes: ArraySlice<Calibration.Outcome>) {
        count = outcomes.count
        meanConfidence = outcomes.reduce(0) { $0 + $1.confidence } / Double(outcomes.count)
        accuracy = Double(outcomes.count(where: \.isCorrect)) / Double(outcomes.count)
    }
}

extension Calibration.Outcome {
    /// The outcomes of an utterance: a recognized word is right when the alignment pairs it with an equal one.
    ///
    /// - Parameter confidences: One for each recognized word.
    package static func outcomes(of utterance: ScoredUtterance, confidences: [Double]) -> [Calibration
        .Outcome]
    {
        precondition(
            confidences.count == utterance.hypothesis.count, "every recognized word needs a confidence")
        let right = Set(utterance.alignment.matches.map(\.hypothesis))
        return confidences.enumerated().map { .init(confidence: $1, isCorrect: right.contains($0)) }
    }
}
