import StenoSpeakers
import StenoTestSupport
import Testing

@Suite("Voice activity by energy")
struct EnergyVoiceActivityTests {
    /// Seconds of noise at −60 dB with bursts of a 300 Hz tone at −20 dB between the given seconds.
    private func signal(seconds: Double, bursts: [(Double, Double)], noise: Float = 0.001) -> [Float] {
        var samples = Signal.noise(seconds: seconds, amplitude: noise * 1.7)
        let tone = Signal.sine(hertz: 300, seconds: seconds, amplitude: 0.14)
        for (start, end) in bursts {
            for index in Int(start * 16_000)..<Int(end * 16_000) { samples[index] += tone[index] }
        }
        return samples
    }

    private func stretches(of samples: [Float]) -> [(Double, Double)] {
        var detector = EnergyVoiceActivity()
        var gate = SpeechGate()
        let closed = gate.accept(detector.accept(samples))
        return (closed + [gate.finish()].compactMap { $0 }).map {
            (Double($0.lowerBound) / 100, Double($0.upperBound) / 100)
        }
    }

    @Test("finds bursts within 60 ms of where they are")
    func bursts() {
        let bursts = [(1.0, 1.5), (2.2, 3.0), (6.0, 9.0)]
        let found = stretches(of: signal(seconds: 10, bursts: bursts))
        #expect(found.count == 3)
        for (a, b) in zip(found, bursts) {
            #expect(abs(a.0 - b.0) < 0.06 && abs(a.1 - b.1) < 0.06)
        }
    }

    @Test("hears speech that begins with the recording")
    func atStart() throws {
        let first = try #require(stretches(of: signal(seconds: 3, bursts: [(0, 1)])).first)
        #expect(first.0 == 0 && abs(first.1 - 1) < 0.06)
    }

    @Test("takes neither digital silence nor steady noise for speech, once it has heard a second of it")
    func noise() {
        #expect(stretches(of: [Float](repeating: 0, count: 160_000)).isEmpty)
        #expect(stretches(of: Signal.noise(seconds: 20, amplitude: 0.05)).allSatisfy { $0.1 < 4.5 })
        #expect(stretches(of: Signal.noise(seconds: 20, amplitude: 0.0003)).isEmpty)
    }

    @Test("survives samples that are no numbers")
    func notANumber() {
        var samples = signal(seconds: 3, bursts: [(1, 2)])
        samples[100] = .nan
        samples[36_000] = .infinity
        var detector = EnergyVoiceActivity()
        let probabilities = detector.accept(samples)
        #expect(probabilities.allSatisfy { (0...1).contains($0) })
        #expect(probabilities[150] > 0.9 && probabilities[250] < 0.3)
    }

    @Test("does not depend on the chunk size", arguments: [1, 160, 1_000])
    func chunks(size: Int) {
        let samples = signal(seconds: 3, bursts: [(1, 2)])
        var whole = EnergyVoiceActivity()
        var cut = EnergyVoiceActivity()
        let found = stride(from: 0, to: samples.count, by: size).flatMap {
            cut.accept(Array(samples[$0..<min($0 + size, samples.count)]))
        }
        #expect(found == whole.accept(samples))
        #expect(found.count == 298)
    }
}
