import Foundation
import StenoAudio
import StenoFeatures
import StenoTestSupport
import Testing

/// Values of kaldi-native-fbank and torchaudio on synthesised signals; Fixtures/README.md says how they were made.
@Suite("Features as Kaldi defines them")
struct FeatureReferenceTests {
    static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")

    static let names = [
        "fbank-80", "fbank-40-hann-reflected", "fbank-80-unit-scale", "fbank-23-energy-hamming",
        "fbank-64-band-limited", "fbank-24-magnitude-linear", "fbank-40-20ms", "fbank-40-8k",
        "mfcc-13-energy",
        "mfcc-13-windowed-energy", "mfcc-40-no-energy-8k", "mfcc-20-no-lifter", "spectrogram",
        "spectrogram-8k-reflected",
    ]

    @Test("every value is the reference's", arguments: names)
    func reference(_ name: String) throws {
        let json = try Data(contentsOf: Self.fixtures.appending(path: name + ".json"))
        let configuration = try JSONDecoder().decode(FeatureConfiguration.self, from: json)
        let bytes = try Data(contentsOf: Self.fixtures.appending(path: name + ".f32"))
        let expected = RawEncoding.f32le.samples(of: bytes)
        let extractor = try FeatureExtractor(configuration)
        let signal = try AudioFile(
            at: Self.fixtures.appending(path: "signal-\(extractor.sampleRate.hertz).wav")
        ).read()
        let features = extractor.features(of: signal)
        #expect(features.shape.array == [expected.count / extractor.featureCount, extractor.featureCount])
        #expect(expected.count > 800)
        #expect(largestDifference(features.array, expected) < 1e-3)
    }
}
