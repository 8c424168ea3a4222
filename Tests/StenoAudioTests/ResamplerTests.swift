import Foundation
import StenoAudio
import StenoTestSupport
import Testing

@Suite("Resampling")
struct ResamplerTests {
    private func resample(_ samples: [Float], from: Int, to: Int, chunk: Int? = nil) throws -> [Float] {
        var resampler = try Resampler(from: SampleRate(hertz: from), to: SampleRate(hertz: to))
        var output: [Float] = []
        for start in stride(from: 0, to: samples.count, by: chunk ?? max(samples.count, 1)) {
            output += resampler.accept(
                Array(samples[start..<min(start + (chunk ?? samples.count), samples.count)]))
        }
        return output + resampler.finish()
    }

    @Test(
        "a sine keeps its frequency, amplitude and phase",
        arguments: [
            (44_100, 16_000), (48_000, 16_000), (8_000, 16_000), (22_050, 16_000), (11_025, 16_000),
            (16_000, 8_000),
        ])
    func sine(_ from: Int, _ to: Int) throws {
        let output = try resample(Signal.sine(hertz: 1_000, seconds: 1, sampleRate: from), from: from, to: to)
        #expect(output.count == to)
        let expected = Signal.sine(hertz: 1_000, seconds: 1, sampleRate: to)
        let middle = to / 10..<to * 9 / 10
        let error = zip(output[middle], expected[middle]).reduce(0.0) { $0 + pow(Double($1.0 - $1.1), 2) }
        let signal = expected[middle].reduce(0.0) { $0 + pow(Double($1), 2) }
        // 20 bits are 120 dB; single precision and the edges leave a little less.
        #expect(10 * log10(signal / error) > 100)
    }

    @Test(
        "a tone above the new Nyquist frequency does not alias", arguments: [8_100.0, 9_000, 15_000, 20_000])
    func noAliasing(_ hertz: Double) throws {
        let output = try resample(
            Signal.sine(hertz: hertz, seconds: 1, sampleRate: 48_000), from: 48_000, to: 16_000)
        let loudest = output[1_600..<14_400].reduce(0) { max($0, abs($1)) }
        #expect(loudest < 0.5e-4)  // 80 dB below the tone
    }

    @Test("the result does not depend on the chunk size", arguments: [1, 160, 441, 1_000, 4_096, 100_000])
    func chunks(_ chunk: Int) throws {
        let noise = Signal.noise(seconds: 2, sampleRate: 44_100)
        let whole = try resample(noise, from: 44_100, to: 16_000)
        #expect(try resample(noise, from: 44_100, to: 16_000, chunk: chunk) == whole)
    }

    @Test("short inputs give their share of samples", arguments: [0, 1, 2, 3, 10, 100])
    func short(_ count: Int) throws {
        let output = try resample(Array(repeating: 0.1, count: count), from: 48_000, to: 16_000)
        #expect(abs(output.count - count / 3) <= 1)
    }

    @Test("equal rates change nothing")
    func identity() throws {
        let noise = Signal.noise(seconds: 0.1)
        #expect(try resample(noise, from: 16_000, to: 16_000, chunk: 160) == noise)
    }

    @Test("speed changes the length and the pitch together", arguments: [0.9, 1.1])
    func speed(_ factor: Double) throws {
        let sine = AudioBuffer(samples: Signal.sine(hertz: 400, seconds: 1), sampleRate: .speech)
        let faster = try sine.speed(by: factor)
        #expect(abs(Double(faster.samples.count) - 16_000 / factor) <= 1)
        let expected = Signal.sine(hertz: 400 * factor, seconds: 1)
        #expect(
            largestDifference(Array(faster.samples[2_000..<12_000]), Array(expected[2_000..<12_000])) < 1e-3)
    }
}
