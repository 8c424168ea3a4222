import StenoKernels
import StenoNN
import StenoTensor
import StenoTestSupport
import Testing

/// Layers against finite differences, with respect to their input and all their parameters.
@Suite("Layers against finite differences")
struct LayerGradientTests {
    private var generator = SeededGenerator(seed: 9)

    private func error(_ module: some Module, _ x: Tensor, _ function: (Tensor) -> Tensor) -> Float {
        let input = Parameter(x)
        return gradientError(of: module.namedParameters().map(\.parameter) + [input]) { tape in
            function(input.tensor(on: tape))
        }
    }

    @Test("attention with every kind of position, dropout included", arguments: PositionKind.allCases)
    mutating func attention(_ positions: PositionKind) {
        let attention = MultiHeadAttention(
            .init(width: 4, heads: 2, positions: positions, dropout: 0.2), using: &generator)
        let frames = FramePositions(positions, frames: 0..<5, width: 4, heads: 2, isLearned: true)
        let mask = AttentionMask.chunked([5, 3], frames: 5, chunk: 2, leftContext: 1)
        #expect(
            error(attention, randomTensor([2, 5, 4])) { attention($0, mask: mask, positions: frames) } < 2e-3)
    }

    @Test("LSTM with projection, norm and dropout, both directions")
    mutating func lstm() {
        let lstm = LSTM(
            .init(
                inputs: 3, width: 2, layers: 2, isBidirectional: true, projection: 3, isNormalized: true,
                dropout: 0.2), using: &generator)
        // Norms of nearly constant rows bend too sharply for differences of four points.
        for norm in lstm.namedParameters() where norm.name.hasPrefix("projections") {
            var scaled = norm.parameter.value
            scaled.scale(by: 4)
            norm.parameter.value = scaled
        }
        #expect(error(lstm, randomTensor([2, 4, 3], in: -2...2)) { lstm($0, lengths: [4, 4]) } < 5e-3)
    }

    @Test("convolutions along time")
    mutating func convolutions() {
        let x = randomTensor([2, 6, 3])
        let depthwise = DepthwiseConvolution(width: 3, kernel: 3, time: .causal(kernel: 3), using: &generator)
        #expect(error(depthwise, x) { depthwise($0) } < 2e-3)
        let pointwise = Linear(inputs: 3, outputs: 4, layout: .convolution, using: &generator)
        #expect(error(pointwise, x) { pointwise($0) } < 2e-3)
        let dilated = TimeConvolution(inputs: 3, outputs: 2, kernel: 3, dilation: 2, using: &generator)
        #expect(error(dilated, x) { dilated($0) } < 2e-3)
        let plane = Convolution2D(
            inputs: 2, outputs: 2, time: Sampling(stride: 2, paddingBefore: 2),
            frequency: Sampling(stride: 2, paddingBefore: 1, paddingAfter: 1), using: &generator)
        #expect(error(plane, randomTensor([1, 4, 2, 5])) { plane($0) } < 2e-3)
    }

    @Test("batch norm over sequences of unequal length")
    mutating func batchNorm() {
        let norm = BatchNorm(width: 3, epsilon: 0.1)
        #expect(error(norm, randomTensor([2, 4, 3])) { norm($0, lengths: [4, 2]) } < 2e-3)
    }
}
