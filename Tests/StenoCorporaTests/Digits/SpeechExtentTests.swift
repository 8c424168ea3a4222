import Foundation
import StenoCorpora
import StenoTestSupport
import StenoTranscript
import Testing

@Suite("Where speech starts and ends")
struct SpeechExtentTests {
    @Test("is found to within a window around a tone in faint noise")
    func tone() {
        var samples = Signal.noise(seconds: 1, sampleRate: 8000, amplitude: 0.001)
        let tone = Signal.sine(hertz: 500, seconds: 0.3, sampleRate: 8000)
        for (n, value) in tone.enumerated() { samples[2000 + n] += value }
        let speech = SpeechExtent.samples(of: samples, hertz: 8000)
        // A window of 80 samples that holds any of the tone's is above the threshold.
        #expect(abs(speech.lowerBound - 2000) <= 80)
        #expect(abs(speech.upperBound - 4400) <= 80)
    }

    @Test(
        "keeps what is 29 dB below the loudest window and drops what is 31 dB below",
        arguments: [(29.0, true), (31, false)])
    func threshold(decibels: Double, kept: Bool) {
        let amplitudes: [Double: Float] = [29: 0.5 * 0.035481, 31: 0.5 * 0.028184]
        let faint = Signal.sine(
            hertz: 500, seconds: 0.1, sampleRate: 8000, amplitude: amplitudes[decibels] ?? 0)
        let loud = Signal.sine(hertz: 500, seconds: 0.1, sampleRate: 8000, amplitude: 0.5)
        let speech = SpeechExtent.samples(of: faint + loud, hertz: 8000)
        #expect((speech.lowerBound == 0) == kept)
        #expect(speech.upperBound == 1600)
    }

    @Test("is everything where there is no level to go by")
    func degenerate() {
        #expect(SpeechExtent.samples(of: [Float](repeating: 0, count: 500), hertz: 8000) == 0..<500)
        #expect(SpeechExtent.samples(of: [0.5, 0.5], hertz: 8000) == 0..<2)
        #expect(SpeechExtent.samples(of: [], hertz: 8000) == 0..<0)
    }
}
