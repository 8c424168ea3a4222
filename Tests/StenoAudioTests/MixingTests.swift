import Foundation
import StenoAudio
import StenoTestSupport
import Testing

@Suite("Mixing")
struct MixingTests {
    private let speech = AudioBuffer(samples: Signal.sine(hertz: 300, seconds: 1), sampleRate: .speech)
    private let noise = AudioBuffer(samples: Signal.noise(seconds: 0.3), sampleRate: .speech)

    @Test("the power of a sine of amplitude a is a²/2")
    func power() {
        #expect(abs(speech.power - 0.125) < 1e-4)
        #expect(AudioBuffer(samples: [], sampleRate: .speech).power == 0)
    }

    @Test("noise is mixed in at the ratio asked for", arguments: [-5.0, 0, 10, 30])
    func ratio(_ decibels: Double) {
        let mixture = speech.mixed(with: noise, atSNR: decibels, startingAt: 1_000)
        #expect(mixture.samples.count == speech.samples.count)
        let added = zip(mixture.samples, speech.samples).map { $0 - $1 }
        let measured = 10 * log10(speech.power / AudioBuffer(samples: added, sampleRate: .speech).power)
        // The noise is cut and repeated, so its power over the speech differs a little from its own.
        #expect(abs(measured - decibels) < 0.1)
    }

    @Test("silence on either side changes nothing")
    func silence() {
        let silence = AudioBuffer.silence(.seconds(1), at: .speech)
        #expect(silence.samples.count == 16_000)
        #expect(speech.mixed(with: silence, atSNR: 0) == speech)
        #expect(silence.mixed(with: noise, atSNR: 0) == silence)
    }

    @Test("sounds follow one another")
    func appending() {
        let joined = speech.appending(noise)
        #expect(joined.samples == speech.samples + noise.samples)
        #expect(joined.duration == .milliseconds(1_300))
        #expect(joined.excerpt(from: .seconds(1), lasting: .seconds(9)).samples == noise.samples)
        #expect(speech.scaled(by: 2).samples.max() == speech.samples.max().map { $0 * 2 })
    }

    @Test("a room response is a convolution, shifted to its strongest sample, of the same power")
    func convolution() {
        let response = AudioBuffer(samples: [0.1, 0, -0.8, 0.3, 0.2], sampleRate: .speech)
        let heard = noise.convolved(with: response)
        let direct = noise.samples.indices.map { n in
            response.samples.indices.reduce(Float(0)) { sum, k in
                let source = n + 2 - k
                return noise.samples.indices.contains(source)
                    ? sum + response.samples[k] * noise.samples[source] : sum
            }
        }
        let gain = Float((noise.power / AudioBuffer(samples: direct, sampleRate: .speech).power).squareRoot())
        #expect(largestDifference(heard.samples, direct.map { $0 * gain }) < 1e-6)
        #expect(abs(heard.power / noise.power - 1) < 1e-5)
    }

    @Test("an impulse, early or late, changes nothing", arguments: [1, 3_000, 20_000])
    func impulse(_ length: Int) {
        var response = AudioBuffer(samples: Array(repeating: 0, count: length), sampleRate: .speech)
        response.samples[length - 1] = 0.5
        #expect(largestDifference(speech.convolved(with: response).samples, speech.samples) < 1e-6)
        #expect(noise.convolved(with: AudioBuffer(samples: [], sampleRate: .speech)) == noise)
    }
}
