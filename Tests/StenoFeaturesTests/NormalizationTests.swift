import StenoAudio
import StenoFeatures
import StenoTensor
import StenoTestSupport
import Testing

@Suite("Normalization")
struct NormalizationTests {
    private let noise = AudioBuffer(samples: Signal.noise(seconds: 0.5), sampleRate: .speech)

    private func moments(_ features: Tensor) -> [(mean: Double, variance: Double)] {
        let rows = features.shape[0]
        let columns = features.shape[1]
        let values = features.array
        return (0..<columns).map { column in
            let column = (0..<rows).map { Double(values[$0 * columns + column]) }
            let mean = column.reduce(0, +) / Double(rows)
            return (mean, column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(rows))
        }
    }

    @Test("global statistics of one signal give it mean 0 and variance 1")
    func global() throws {
        let plain = try FeatureExtractor(FbankOptions())
        var statistics = FeatureStatistics(featureCount: 80)
        #expect(statistics.normalization == .none)
        statistics.add(plain.features(of: noise))
        let configuration = FeatureConfiguration(
            .fbank(FbankOptions()), normalization: statistics.normalization)
        let normalized = try FeatureExtractor(configuration).features(of: noise)
        for moment in moments(normalized) {
            #expect(abs(moment.mean) < 1e-4)
            #expect(abs(moment.variance - 1) < 1e-3)
        }
    }

    @Test("statistics do not depend on how the frames are grouped")
    func grouping() throws {
        var once = FeatureStatistics(featureCount: 2)
        once.add(Tensor([1, 2, 3, 4, 5, 9], shape: [3, 2]))
        var twice = FeatureStatistics(featureCount: 2)
        twice.add(Tensor([1, 2], shape: [1, 2]))
        twice.add(Tensor([3, 4, 5, 9], shape: [2, 2]))
        #expect(once.normalization == twice.normalization)
        guard case .global(let mean, let deviation) = once.normalization else {
            Issue.record("no statistics")
            return
        }
        #expect(mean == [3, 5])
        #expect(
            largestDifference(deviation, [Float(8.0 / 3).squareRoot(), Float(26.0 / 3).squareRoot()]) < 1e-6)
    }

    @Test("over the utterance each feature gets mean 0, and variance 1 if asked", arguments: [false, true])
    func utterance(_ scalesVariance: Bool) throws {
        let normalization = FeatureNormalization.utterance(scalesVariance: scalesVariance)
        let extractor = try FeatureExtractor(
            FeatureConfiguration(.fbank(FbankOptions()), normalization: normalization))
        for moment in moments(extractor.features(of: noise)) {
            #expect(abs(moment.mean) < 1e-4)
            #expect((abs(moment.variance - 1) < 1e-3) == scalesVariance)
        }
        #expect(throws: FeatureError.notStreamable) { try extractor.makeStream() }
    }

    @Test("a feature that never changes becomes 0, not infinite")
    func constantFeature() throws {
        let configuration = FeatureConfiguration(
            .fbank(FbankOptions()), normalization: .utterance(scalesVariance: true))
        let silence = AudioBuffer.silence(.seconds(1), at: .speech)
        #expect(try FeatureExtractor(configuration).features(of: silence).array.allSatisfy { abs($0) < 1e-3 })
    }

    @Test("statistics for another number of features are refused")
    func wrongCount() {
        #expect(throws: FeatureError.wrongStatistics(count: 2, featureCount: 80)) {
            try FeatureExtractor(
                FeatureConfiguration(
                    .fbank(FbankOptions()), normalization: .global(mean: [0, 0], deviation: [1, 1])))
        }
    }
}
