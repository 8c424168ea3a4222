import Foundation
import StenoAudio
import StenoFeatures
import StenoTestSupport
import Testing

@Suite("preprocessor_config.json")
struct FeatureConfigurationTests {
    private func roundTrip(_ configuration: FeatureConfiguration) throws -> FeatureConfiguration {
        try JSONDecoder().decode(FeatureConfiguration.self, from: JSONEncoder().encode(configuration))
    }

    private func decode(_ json: String) throws -> FeatureConfiguration {
        try JSONDecoder().decode(FeatureConfiguration.self, from: Data(json.utf8))
    }

    @Test("every option survives the file")
    func everyOption() throws {
        var fbank = FbankOptions()
        fbank.frames.sampleRate = .telephone
        fbank.frames.frameLength = .milliseconds(20)
        fbank.frames.frameShift = .milliseconds(5)
        fbank.frames.window = .hamming
        fbank.frames.preemphasis = 0.5
        fbank.frames.removesMean = false
        fbank.frames.edges = .reflected
        fbank.frames.sampleScale = .unit
        fbank.frames.dither = Dither(deviation: 0.5, seed: 9)
        fbank.mel.binCount = 33
        fbank.mel.lowestHertz = 100
        fbank.mel.highestHertz = 3_800
        fbank.spectrum = .magnitude
        fbank.takesLog = false
        fbank.energy = .windowed
        fbank.energyFloor = 2
        let full = FeatureConfiguration(
            .fbank(fbank), normalization: .global(mean: [1, 2], deviation: [3, 4]))
        #expect(try roundTrip(full) == full)
        var mfcc = MFCCOptions()
        mfcc.coefficientCount = 20
        mfcc.lifter = 0
        mfcc.energy = nil
        let cepstra = FeatureConfiguration(.mfcc(mfcc), normalization: .utterance(scalesVariance: true))
        #expect(try roundTrip(cepstra) == cepstra)
        var spectrogram = SpectrogramOptions()
        spectrogram.energy = nil
        spectrogram.energyFloor = 1
        #expect(
            try roundTrip(FeatureConfiguration(.spectrogram(spectrogram))).options
                == .spectrogram(spectrogram))
    }

    @Test("options alone are written under the same names")
    func optionsAlone() throws {
        var options = FbankOptions()
        options.mel.binCount = 64
        let data = try JSONEncoder().encode(options)
        #expect(try JSONDecoder().decode(FbankOptions.self, from: data) == options)
        let names = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(names["num_mel_bins"] as? Int == 64)
        #expect(names["win_length"] as? Int == 400 && names["hop_length"] as? Int == 160)
        #expect(try JSONDecoder().decode(MFCCOptions.self, from: Data("{}".utf8)) == MFCCOptions())
        #expect(
            try JSONDecoder().decode(SpectrogramOptions.self, from: Data("{}".utf8)) == SpectrogramOptions())
    }

    @Test("a file of Hugging Face's Kaldi-like extractor is understood")
    func huggingFace() throws {
        let configuration = try decode(
            """
            {"do_ceptral_normalize": true, "feature_extractor_type": "Speech2TextFeatureExtractor",
             "feature_size": 80, "normalize_means": true, "normalize_vars": true, "num_mel_bins": 80,
             "padding_side": "right", "padding_value": 0.0, "return_attention_mask": true, "sampling_rate": 16000}
            """)
        #expect(configuration.options == .fbank(FbankOptions()))
        #expect(configuration.normalization == .utterance(scalesVariance: true))
    }

    @Test("an extractor that is not ours is named")
    func unknown() {
        #expect(throws: FeatureError.unknownExtractor(name: "WhisperFeatureExtractor")) {
            try decode(#"{"feature_extractor_type": "WhisperFeatureExtractor"}"#)
        }
        #expect(throws: DecodingError.self) {
            try decode(#"{"feature_extractor_type": "fbank", "win_function": "kaiser"}"#)
        }
    }

    @Test("options that nothing can be computed with are refused by name")
    func refused() {
        func error(_ change: (inout FbankOptions) -> Void) -> FeatureError? {
            var options = FbankOptions()
            change(&options)
            do throws(FeatureError) {
                _ = try FeatureExtractor(options)
                return nil
            } catch {
                return error
            }
        }
        #expect(error { _ in } == nil)
        #expect(error { $0.mel.binCount = 200 } == .emptyBand(index: 2, binCount: 200, transformSize: 512))
        for change: (inout FbankOptions) -> Void in [
            { $0.mel.binCount = 0 }, { $0.mel.lowestHertz = -1 }, { $0.mel.highestHertz = 9_000 },
            { $0.mel.highestHertz = 10 }, { $0.frames.preemphasis = 2 }, { $0.frames.frameShift = .zero },
            { $0.frames.frameLength = .zero },
        ] {
            guard case .invalidOption(_, _, let allowed)? = error(change) else {
                Issue.record("not refused")
                continue
            }
            #expect(!allowed.isEmpty)
        }
        #expect(throws: FeatureError.self) {
            var options = MFCCOptions()
            options.coefficientCount = 24
            _ = try FeatureExtractor(options)
        }
    }
}
