import StenoKernels
import StenoNN
import StenoTensor
import StenoTestSupport
import Testing

@Suite("Keys of distances that attention keeps")
struct DistanceKeysTests {
    private var generator = SeededGenerator(seed: 4)

    @Test("whatever was read before, an utterance is read as on a tape, with new weights too")
    mutating func kept() {
        let attention = MultiHeadAttention(.init(width: 8, heads: 2, positions: .relative), using: &generator)
        for seed in [UInt64(1), 2] {
            for (name, parameter) in attention.namedParameters() {
                parameter.value = randomTensor(parameter.shape, seed: seed + UInt64(name.count))
            }
            for frames in [5, 300, 1, 7] {
                let x = randomTensor([1, frames, 8])
                let mask = AttentionMask.lengths([frames], frames: frames)
                func read(_ x: Tensor) -> [Float] {
                    let positions = FramePositions(
                        .relative, frames: 0..<frames, width: 8, heads: 2, isLearned: x.tape != nil)
                    return attention(x, mask: mask, positions: positions).array
                }
                #expect(largestDifference(read(x), read(x.on(Tape(seed: 0)))) < 1e-5)
            }
        }
    }
}
