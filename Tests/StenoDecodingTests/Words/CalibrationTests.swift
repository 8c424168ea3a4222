import Foundation
import StenoDecoding
import StenoTestSupport
import StenoTranscript
import Testing

@Suite("Calibration")
struct CalibrationTests {
    /// Words that are right as often as a known calibration says.
    private func words(_ count: Int, _ truth: ConfidenceCalibration) -> [(
        evidence: WordEvidence, isRight: Bool
    )] {
        var generator = SeededGenerator(seed: 12)
        return (0..<count).map { _ in
            let evidence = WordEvidence(
                posterior: Double.random(in: 0.05...0.999, using: &generator),
                labelProbability: Double.random(in: 0.2...1, using: &generator))
            return (evidence, Double.random(in: 0..<1, using: &generator) < truth.confidence(for: evidence))
        }
    }

    @Test("a fit finds the calibration that made the data")
    func fit() {
        let truth = ConfidenceCalibration(bias: 0.5, posterior: 0.7, labelProbability: 2)
        let fitted = ConfidenceCalibration(fitting: words(20_000, truth))
        // Three standard errors of a logistic regression on 20,000 words are below 0.15.
        #expect(abs(fitted.bias - truth.bias) < 0.15)
        #expect(abs(fitted.posterior - truth.posterior) < 0.1)
        #expect(abs(fitted.labelProbability - truth.labelProbability) < 0.25)
    }

    @Test("words that are all right, or none at all, give a calibration that can be used")
    func degenerate() {
        let right: [(evidence: WordEvidence, isRight: Bool)] = words(
            50, ConfidenceCalibration(bias: 0, posterior: 1, labelProbability: 0)
        ).map {
            ($0.evidence, true)
        }
        for fitted in [ConfidenceCalibration(fitting: right), ConfidenceCalibration(fitting: [])] {
            let confidence = fitted.confidence(for: WordEvidence(posterior: 0.9, labelProbability: 0.9))
            #expect(confidence.isFinite && confidence >= 0.5 && confidence <= 1)
        }
    }

    @Test("the correction of times is the median error of starts and of ends")
    func times() {
        func range(_ start: Int, _ end: Int) -> TimeRange {
            TimeRange(start: .milliseconds(start), end: .milliseconds(end))
        }
        let correction = WordTimeCorrection(fitting: [
            (range(100, 200), range(40, 230)), (range(500, 600), range(460, 640)),
            (range(900, 950), range(400, 990)),
        ])
        #expect(abs(correction.start + 0.06) < 1e-9)
        #expect(abs(correction.end - 0.04) < 1e-9)
    }
}
