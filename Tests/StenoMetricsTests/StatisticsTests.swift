import StenoMetrics
import StenoTranscript
import Testing

struct StatisticsTests {
    struct ConfidenceFixture: Decodable {
        let outcomes: [[Double]]
        let nce: Double
        let ece: Double
    }

    @Test("normalized cross entropy is sclite's, calibration error NumPy's")
    func calibration() throws {
        let fixture = try Fixtures.json("confidence.json", as: ConfidenceFixture.self)
        let calibration = Calibration(
            fixture.outcomes.map { Calibration.Outcome(confidence: $0[0], isCorrect: $0[1] == 1) })
        // sclite prints three decimals.
        #expect(abs(try #require(calibration.normalizedCrossEntropy) - fixture.nce) < 6e-4)
        // Words of equal confidence may fall into either of two neighboring bins.
        #expect(abs(calibration.expectedCalibrationError - fixture.ece) < 2e-3)
        #expect(
            calibration.bins.map(\.count) == Array(repeating: 27, count: 10) + Array(repeating: 26, count: 5))
    }

    @Test("confidences that are right on average in every bin have no calibration error")
    func perfect() {
        let outcomes = (0..<100).map {
            Calibration.Outcome(confidence: $0 < 50 ? 0.5 : 1, isCorrect: $0 % 2 == 0 || $0 >= 50)
        }
        let calibration = Calibration(outcomes, bins: 2)
        #expect(calibration.expectedCalibrationError < 1e-12)
        #expect(calibration.bins.map(\.accuracy) == [0.5, 1])
    }

    @Test("where all words are right there is nothing to predict")
    func nothingToPredict() {
        let calibration = Calibration([.init(confidence: 0.9, isCorrect: true)])
        #expect(calibration.normalizedCrossEntropy == nil)
        #expect(abs(calibration.expectedCalibrationError - 0.1) < 1e-12)
    }

    @Test("a recognized word is right when the alignment pairs it with an equal one")
    func outcomes() {
        let utterance = ScoredUtterance(id: "u", reference: "one two", hypothesis: "one too two")
        let outcomes = Calibration.Outcome.outcomes(of: utterance, confidences: [0.9, 0.3, 0.8])
        #expect(outcomes.map(\.isCorrect) == [true, false, true])
    }

    @Test("quantiles lie between values as NumPy has them")
    func quantiles() {
        let distribution = Distribution([4, 1, 3, 2])
        #expect(distribution.median == 2.5)
        #expect(distribution.quantile(0) == 1)
        #expect(distribution.quantile(1) == 4)
        #expect(abs((distribution.quantile(0.9) ?? 0) - 3.7) < 1e-12)
        #expect(distribution.mean == 2.5)
        #expect(Distribution([]).median == nil)
    }

    @Test("the real-time factor is processing over audio")
    func realTimeFactor() {
        #expect(RealTimeFactor(processing: .seconds(1), audio: .seconds(4)).value == 0.25)
        #expect(RealTimeFactor(processing: .seconds(1), audio: .zero).value == nil)
    }
}
