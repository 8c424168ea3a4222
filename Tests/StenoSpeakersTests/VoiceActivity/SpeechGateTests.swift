import StenoSpeakers
import Testing

@Suite("The gate of speech")
struct SpeechGateTests {
    private func probabilities(_ stretches: (Int, Float)...) -> [Float] {
        stretches.flatMap { Array(repeating: $0.1, count: $0.0) }
    }

    @Test("opens a stretch with its padding and closes it after the hangover")
    func stretch() {
        var gate = SpeechGate()
        #expect(gate.accept(probabilities((50, 0), (40, 1), (19, 0))).isEmpty)
        #expect(gate.isSpeaking)
        #expect(gate.accept([0]) == [47..<93])
        #expect(!gate.isSpeaking)
        #expect(gate.silentFrames == 17)
    }

    @Test("bridges pauses shorter than the hangover, and drops clicks")
    func bridging() {
        var gate = SpeechGate()
        #expect(gate.accept(probabilities((10, 0), (20, 1), (15, 0), (20, 1), (30, 0))) == [7..<68])
        #expect(gate.accept(probabilities((5, 1), (30, 0))).isEmpty)
    }

    @Test("what lies between the two thresholds prolongs a stretch but opens none")
    func hysteresis() {
        var gate = SpeechGate()
        #expect(gate.accept(probabilities((60, 0.5))).isEmpty)
        #expect(!gate.isSpeaking)
        #expect(gate.accept(probabilities((10, 0.9), (60, 0.5), (30, 0))) == [57..<133])
    }

    @Test("a stretch still open at the end ends there")
    func finish() {
        var gate = SpeechGate()
        _ = gate.accept(probabilities((10, 0), (30, 1)))
        #expect(gate.openStretch == 7..<40)
        #expect(gate.finish() == 7..<40)
        #expect(gate.finish() == nil)
    }

    @Test("does not depend on how the frames are cut into chunks", arguments: [1, 7, 64])
    func chunks(size: Int) {
        let frames = (0..<2_000).map { index -> Float in
            let jitter = Float((index * 7_919) % 1_000) / 1_000
            return (index / 90) % 2 == 0 ? jitter : 0.2 * jitter
        }
        var whole = SpeechGate()
        var cut = SpeechGate()
        let expected = whole.accept(frames)
        let found = stride(from: 0, to: frames.count, by: size).flatMap {
            cut.accept(Array(frames[$0..<min($0 + size, frames.count)]))
        }
        #expect(expected.count > 5)
        #expect(found == expected)
    }
}
