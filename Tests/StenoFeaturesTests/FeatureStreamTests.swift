import Foundation
import StenoAudio
import StenoFeatures
import StenoTestSupport
import Testing

@Suite("Features as a stream")
struct FeatureStreamTests {
    private static let kinds: [FeatureOptions] = {
        var reflected = FbankOptions()
        reflected.frames.edges = .reflected
        var dithered = FbankOptions()
        dithered.frames.dither = Dither(deviation: 1, seed: 5)
        var odd = MFCCOptions()
        odd.frames.edges = .reflected
        odd.frames.sampleRate = SampleRate(hertz: 11_025)
        var sparse = FbankOptions()
        sparse.frames.frameShift = .milliseconds(40)
        var sparseReflected = sparse
        sparseReflected.frames.edges = .reflected
        return [
            .fbank(FbankOptions()), .fbank(reflected), .fbank(dithered), .fbank(sparse),
            .fbank(sparseReflected),
            .mfcc(MFCCOptions()), .mfcc(odd), .spectrogram(SpectrogramOptions()),
        ]
    }()

    private func streamed(_ samples: [Float], by chunk: Int, with extractor: FeatureExtractor) throws
        -> [Float]
    {
        var stream = try extractor.makeStream()
        var rows: [Float] = []
        for start in stride(from: 0, to: samples.count, by: chunk) {
            rows += stream.accept(Array(samples[start..<min(start + chunk, samples.count)])).array
        }
        return rows + stream.finish().array
    }

    @Test(
        "the features do not depend on the chunk size", arguments: [1, 7, 160, 399, 400, 401, 1_000, 16_000],
        kinds)
    func chunkSize(_ chunk: Int, _ options: FeatureOptions) throws {
        let mean = (0..<13).map { Float($0) }
        var configuration = FeatureConfiguration(options)
        if case .mfcc = options {
            configuration.normalization = .global(mean: mean, deviation: mean.map { $0 + 1 })
        }
        let extractor = try FeatureExtractor(configuration)
        let noise = Signal.noise(seconds: 0.3)
        let whole = extractor.features(of: AudioBuffer(samples: noise, sampleRate: extractor.sampleRate))
        #expect(whole.shape[0] == extractor.frameCount(ofSamples: noise.count))
        #expect(whole.shape[0] > 5)
        #expect(try streamed(noise, by: chunk, with: extractor) == whole.array)
    }

    @Test(
        "signals shorter than a few frames too", arguments: [0, 1, 79, 80, 81, 160, 399, 400, 401, 559, 560],
        kinds)
    func shortSignals(_ count: Int, _ options: FeatureOptions) throws {
        let extractor = try FeatureExtractor(FeatureConfiguration(options))
        let noise = Array(Signal.noise(seconds: 0.1).prefix(count))
        let whole = extractor.features(of: AudioBuffer(samples: noise, sampleRate: extractor.sampleRate))
        #expect(whole.shape.array == [extractor.frameCount(ofSamples: count), extractor.featureCount])
        #expect(try streamed(noise, by: 50, with: extractor) == whole.array)
        #expect(whole.array.allSatisfy { $0.isFinite })
    }

    @Test("a frame is given out as soon as its last sample is there")
    func latency() throws {
        var stream = try FeatureExtractor(FbankOptions()).makeStream()
        #expect(stream.accept(Array(repeating: 0.1, count: 399)).shape[0] == 0)
        #expect(stream.accept([0.1]).shape[0] == 1)
        #expect(stream.accept(Array(repeating: 0.1, count: 159)).shape[0] == 0)
        #expect(stream.accept([0.1]).shape[0] == 1)
        #expect(stream.finish().shape[0] == 0)
    }

    @Test("the counts and places of frames are Kaldi's")
    func counts() throws {
        var options = FbankOptions()
        let snipped = try FeatureExtractor(options)
        #expect([0, 399, 400, 559, 560, 16_000].map(snipped.frameCount) == [0, 0, 1, 1, 2, 98])
        #expect(snipped.firstFrameCenter == .microseconds(12_500))
        options.frames.edges = .reflected
        let reflected = try FeatureExtractor(options)
        #expect([0, 79, 80, 239, 240, 16_000].map(reflected.frameCount) == [0, 0, 1, 1, 2, 100])
        #expect(reflected.firstFrameCenter == .milliseconds(5))
        #expect(reflected.frameShift == .milliseconds(10) && reflected.frameLength == .milliseconds(25))
    }

    @Test("dither changes features a little, by its seed alone")
    func dither() throws {
        let silence = AudioBuffer.silence(.milliseconds(100), at: .speech)
        func features(_ seed: UInt64) throws -> [Float] {
            var options = FbankOptions()
            options.frames.dither = Dither(deviation: 1, seed: seed)
            return try FeatureExtractor(options).features(of: silence).array
        }
        let first = try features(1)
        #expect(try features(1) == first)
        #expect(try features(2) != first)
        // White noise of deviation 1 has the squared window's sum, about 150, as its mean power in every bin.
        let mean = first.reduce(0, +) / Float(first.count)
        #expect(mean > 2 && mean < 8)
        #expect(first.allSatisfy { $0 > log(Float.ulpOfOne) + 1 })
    }

    @Test("a copy of a stream goes on by itself")
    func copies() throws {
        let extractor = try FeatureExtractor(FbankOptions())
        let noise = Signal.noise(seconds: 0.2)
        var stream = try extractor.makeStream()
        _ = stream.accept(noise)
        var copy = stream
        let expected = stream.accept(noise).array
        #expect(copy.accept(noise).array == expected)
    }
}
