import Foundation
import StenoAudio
import StenoFeatures
import StenoTensor
import StenoTestSupport
import Testing

@Suite("Features of signals with known spectra")
struct KnownSignalTests {
    /// 512-sample frames, so that nothing is padded; no window, mean or pre-emphasis.
    private var plainFrames: FrameOptions {
        var frames = FrameOptions()
        frames.frameLength = .milliseconds(32)
        frames.window = .rectangular
        frames.preemphasis = 0
        frames.removesMean = false
        frames.sampleScale = .unit
        return frames
    }

    private func plainSpectrogram(_ samples: [Float]) throws -> Tensor {
        var options = SpectrogramOptions()
        options.frames = plainFrames
        options.energy = nil
        return try FeatureExtractor(options).features(of: AudioBuffer(samples: samples, sampleRate: .speech))
    }

    @Test("a sine of amplitude a in one bin has power (a N / 2)² there and next to nothing elsewhere")
    func sine() throws {
        // Bin 32 of 512 at 16 kHz is 1000 Hz.
        let row = try plainSpectrogram(Signal.sine(hertz: 1_000, seconds: 0.032)).array
        #expect(row.count == 257)
        #expect(abs(row[32] - log(Float(128 * 128))) < 1e-4)
        #expect(row.indices.filter { row[$0] > log(1e-3) } == [32])
    }

    @Test("an impulse has the same power everywhere")
    func impulse() throws {
        var samples = [Float](repeating: 0, count: 512)
        samples[100] = 0.5
        #expect(
            largestDifference(try plainSpectrogram(samples).array, Array(repeating: log(0.25), count: 257))
                < 1e-5)
    }

    @Test("a constant is gone when the mean is removed")
    func constant() throws {
        var options = FbankOptions()
        options.frames.sampleScale = .unit
        let extractor = try FeatureExtractor(options)
        let audio = AudioBuffer(samples: Array(repeating: 0.25, count: 400), sampleRate: .speech)
        #expect(extractor.features(of: audio).array == Array(repeating: log(.ulpOfOne), count: 80))
    }

    @Test("silence is the log floor, finite and equal in every band")
    func silence() throws {
        let extractor = try FeatureExtractor(FbankOptions())
        let features = extractor.features(of: .silence(.seconds(1), at: .speech)).array
        #expect(features.count == 98 * 80)
        #expect(features.allSatisfy { abs($0 - log(Float.ulpOfOne)) < 1e-5 })
    }

    @Test("a tone is loudest in the band of its frequency", arguments: [200.0, 1_000, 3_000, 7_000])
    func tone(_ hertz: Double) throws {
        var options = FbankOptions()
        options.mel.binCount = 40
        let features = try FeatureExtractor(options)
            .features(
                of: AudioBuffer(samples: Signal.sine(hertz: hertz, seconds: 0.025), sampleRate: .speech)
            ).array
        let mel = { (f: Double) in 1_127 * log(1 + f / 700) }
        let step = (mel(8_000) - mel(20)) / 41
        let band = Int(((mel(hertz) - mel(20)) / step).rounded()) - 1
        let loudest = try #require(features.indices.max { features[$0] < features[$1] })
        #expect(abs(loudest - band) <= 1)
    }

    @Test("twice the amplitude is log 4 more energy in every band")
    func linearity() throws {
        let noise = AudioBuffer(samples: Signal.noise(seconds: 0.1), sampleRate: .speech)
        let extractor = try FeatureExtractor(FbankOptions())
        let quiet = extractor.features(of: noise).array
        let loud = extractor.features(of: noise.scaled(by: 2)).array
        #expect(largestDifference(loud, quiet.map { $0 + log(4) }) < 1e-5)
    }

    @Test("16-bit scale is the unit scale plus 2 log 32768")
    func scale() throws {
        let noise = AudioBuffer(samples: Signal.noise(seconds: 0.1), sampleRate: .speech)
        var options = FbankOptions()
        options.energy = .raw
        let integer = try FeatureExtractor(options).features(of: noise).array
        options.frames.sampleScale = .unit
        let unit = try FeatureExtractor(options).features(of: noise).array
        #expect(largestDifference(integer, unit.map { $0 + 2 * log(32_768) }) < 1e-5)
    }
}
