import StenoKernels
import StenoTestSupport
import Testing

@Suite("Work that threads share")
struct SharedWorkTests {
    /// Rows and columns of more than a megabyte, so that two threads have enough to do; no multiple of any block.
    private let rows = 1_003
    private let columns = 301

    /// What one thread computes, if two and three compute the same bits.
    private func computed(
        _ count: Int, _ kernel: (inout MutableSpan<Float>, Workers) -> Void,
        sourceLocation: SourceLocation = #_sourceLocation
    ) -> [Float] {
        let alone = output(count) { kernel(&$0, .one) }
        for threads in [2, 3] {
            let shared = output(count) { kernel(&$0, Workers(count: threads)) }
            #expect(shared == alone, sourceLocation: sourceLocation)
        }
        return alone
    }

    @Test("sums")
    func sums() {
        let (a, b) = (numbers(rows * columns), numbers(rows * columns, seed: 2))
        let sum = computed(a.count) { add(a.span, b.span, into: &$0, workers: $1) }
        #expect(sum == zip(a, b).map(+))
        let scaled = computed(a.count) { add(a.span, b.span, times: 0.5, into: &$0, workers: $1) }
        #expect(scaled == zip(a, b).map { $0 + 0.5 * $1 })
    }

    @Test("batch normalization by moments that are given")
    func batchNorm() {
        let x = numbers(rows * columns)
        let (weight, bias) = (numbers(columns, seed: 2), numbers(columns, seed: 3))
        let (mean, variance) = (numbers(columns, seed: 4), numbers(columns, in: 0.5...2, seed: 5))
        let y = computed(x.count) {
            batchNormInference(
                x.span, weight: weight.span, bias: bias.span, mean: mean.span, variance: variance.span,
                epsilon: 1e-5, into: &$0, workers: $1)
        }
        let expected = x.indices.map { index in
            let c = index % columns
            return (x[index] - mean[c]) / (variance[c] + 1e-5).squareRoot() * weight[c] + bias[c]
        }
        #expect(largestDifference(y, expected) < 1e-5)
    }

    @Test("a depthwise convolution along time", arguments: [(1, 4, 4), (2, 0, 3), (1, 7, 0)])
    func depthwise(stride: Int, before: Int, after: Int) {
        let (frames, kernel) = (rows, 9)
        let axis = Convolution2DShape.Axis(
            size: frames, kernel: kernel, stride: stride, paddingBefore: before, paddingAfter: after)
        let shape = DepthwiseConvolutionShape(batch: 1, time: axis, width: columns)
        let (x, weight) = (numbers(frames * columns), numbers(columns * kernel, seed: 2))
        let bias = numbers(columns, seed: 3)
        let y = computed(axis.outputSize * columns) {
            depthwiseConvolution(
                x.span, weight: weight.span, bias: bias.span, shape: shape, into: &$0, workers: $1)
        }
        for t in [0, 1, 7, 8, axis.outputSize / 2, axis.outputSize - 1] {
            for d in [0, 17, columns - 1] {
                let taps = (0..<kernel).filter { (0..<frames).contains(t * stride + $0 - before) }
                let sum = taps.reduce(bias[d]) {
                    $0 + x[(t * stride + $1 - before) * columns + d] * weight[d * kernel + $1]
                }
                #expect(abs(y[t * columns + d] - sum) < 1e-5)
            }
        }
    }
}
