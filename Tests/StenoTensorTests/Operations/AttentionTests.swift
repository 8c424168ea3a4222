import Foundation
import StenoKernels
import StenoTensor
import StenoTestSupport
import Testing

/// Utterances of more frames than are worked on at a time, against a plain twin.
@Suite("Attention over long utterances")
struct AttentionTests {
    private let frames = 300, width = 4, heads = 2

    private func inputs(_ frames: Int) -> [Tensor] {
        (1...3).map { randomTensor([1, frames, width], in: -2...2, seed: $0) }
    }

    /// `softmax(q · k / √d + bias) · v` for every frame and head, one product at a time.
    private func twin(_ inputs: [Tensor], bias: (_ t: Int, _ s: Int, _ head: Int) -> Float = { _, _, _ in 0 })
        -> [Float]
    {
        let (q, k, v) = (inputs[0].array, inputs[1].array, inputs[2].array)
        let size = width / heads
        var y = [Float](repeating: 0, count: q.count)
        for head in 0..<heads {
            for t in 0..<frames {
                let scores = (0..<frames).map { s -> Double in
                    let product = (0..<size).reduce(Float(0)) {
                        $0 + q[t * width + head * size + $1] * k[s * width + head * size + $1]
                    }
                    return exp(Double(product + bias(t, s, head)) / Double(size).squareRoot())
                }
                let total = scores.reduce(0, +)
                for i in 0..<size {
                    let sum = (0..<frames).reduce(0.0) {
                        $0 + scores[$1] * Double(v[$1 * width + head * size + i])
                    }
                    y[t * width + head * size + i] = Float(sum / total)
                }
            }
        }
        return y
    }

    @Test("every frame weighs all frames")
    func plain() {
        let x = inputs(frames)
        let mask = AttentionMask.everything(batch: 1, queries: frames, keys: frames)
        let y = Tensor.attention(queries: x[0], keys: x[1], values: x[2], heads: heads, mask: mask)
        #expect(largestDifference(y.array, twin(x)) < 1e-5)
    }

    @Test("every frame weighs all frames and their distances")
    func relative() {
        let x = inputs(frames)
        let positions = randomTensor([1, frames, width], seed: 4)
        let keys = randomTensor([2 * frames - 1, width], seed: 5)
        let mask = AttentionMask.everything(batch: 1, queries: frames, keys: frames)
        let y = Tensor.relativeAttention(
            queries: x[0], keys: x[1], values: x[2], positionQueries: positions, positionKeys: keys,
            heads: heads,
            mask: mask)
        let (p, r) = (positions.array, keys.array)
        let expected = twin(x) { t, s, head in
            (0..<2).reduce(Float(0)) {
                $0 + p[t * width + head * 2 + $1] * r[(frames - 1 - t + s) * width + head * 2 + $1]
            }
        }
        #expect(largestDifference(y.array, expected) < 1e-5)
    }

    @Test("the gradients of all its parts add up")
    func gradients() {
        let mask = AttentionMask.everything(batch: 1, queries: 140, keys: 140)
        let error = gradientError(of: inputs(140)) {
            .attention(queries: $0[0], keys: $0[1], values: $0[2], heads: heads, mask: mask)
        }
        #expect(error < 2e-3)
    }
}
