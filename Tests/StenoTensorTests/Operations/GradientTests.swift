import StenoKernels
import StenoTensor
import StenoTestSupport
import Testing

/// Gradients against finite differences; see `gradientError` for what 2e-3 of the largest gradient allows for.
@Suite("Gradients against finite differences")
struct GradientTests {
    private let x = randomTensor([2, 3, 4], seed: 1)
    private let y = randomTensor([2, 3, 4], in: 0.5...1.5, seed: 2)

    @Test("arithmetic")
    func arithmetic() {
        let row = randomTensor([4], in: 0.5...1.5, seed: 3)
        let column = randomTensor([2, 1, 1], in: 0.5...1.5, seed: 4)
        #expect(gradientError(of: [x, row]) { $0[0] + $0[1] } < 2e-3)
        #expect(gradientError(of: [x, column]) { $0[1] - $0[0] } < 2e-3)
        #expect(gradientError(of: [x, row]) { $0[0] * $0[1] } < 2e-3)
        #expect(gradientError(of: [x, column]) { $0[0] / $0[1] } < 2e-3)
        #expect(gradientError(of: [x]) { $0[0] * 3 + 1 } < 2e-3)
        #expect(gradientError(of: [x, y]) { $0[0].adding($0[1], times: 0.5) } < 2e-3)
        #expect(gradientError(of: [x]) { $0[0] * $0[0] } < 2e-3)
    }

    @Test("functions of one element", arguments: ElementFunction.allCases)
    func elementFunction(_ function: ElementFunction) {
        // Away from the kink of relu, and positive for the logarithm.
        #expect(gradientError(of: [y]) { $0[0].applying(function) } < 2e-3)
    }

    @Test("square, square root, lower limit, GLU")
    func otherFunctions() {
        #expect(gradientError(of: [x]) { $0[0].squared() } < 2e-3)
        #expect(gradientError(of: [y]) { $0[0].squareRoot() } < 2e-3)
        let awayFromLimit = Tensor([-1, -0.5, 0.5, 1], shape: [4])
        #expect(gradientError(of: [awayFromLimit]) { $0[0].clamped(above: 0) } < 2e-3)
        #expect(gradientError(of: [x]) { $0[0].gatedLinearUnit() } < 2e-3)
    }

    @Test("sums and means")
    func reductions() {
        #expect(gradientError(of: [x]) { $0[0].sum() } < 2e-3)
        #expect(gradientError(of: [x]) { $0[0].mean() } < 2e-3)
        for axis in 0..<3 {
            #expect(gradientError(of: [x]) { $0[0].sum(along: axis) } < 2e-3)
            #expect(gradientError(of: [x]) { $0[0].mean(along: axis) } < 2e-3)
        }
    }

    @Test("reshaping, transposing, slicing, concatenating, masking")
    func moves() {
        #expect(gradientError(of: [x]) { $0[0].reshaped(to: [6, 4]) * 2 } < 2e-3)
        #expect(gradientError(of: [x]) { $0[0].transposed([2, 0, 1]) } < 2e-3)
        #expect(gradientError(of: [x]) { $0[0].transposed() } < 2e-3)
        for axis in 0..<3 {
            #expect(gradientError(of: [x]) { $0[0].sliced(1..<2, along: axis) } < 2e-3)
            #expect(gradientError(of: [x, y]) { .concatenated([$0[0], $0[1], $0[0]], along: axis) } < 2e-3)
        }
        #expect(gradientError(of: [x]) { $0[0].masked(to: [1, 3]) } < 2e-3)
    }

    @Test("matrix products and linear maps", arguments: [TransposedFactors.none, .first, .second, .both])
    func products(_ transposed: TransposedFactors) {
        let a = randomTensor(transposed == .first || transposed == .both ? [2, 5, 3] : [2, 3, 5], seed: 5)
        let b = randomTensor(transposed == .second || transposed == .both ? [2, 4, 5] : [2, 5, 4], seed: 6)
        #expect(gradientError(of: [a, b]) { $0[0].matrixProduct($0[1], transposing: transposed) } < 2e-3)
        let (weight, bias) = (randomTensor([5, 4], seed: 7), randomTensor([5], seed: 8))
        #expect(gradientError(of: [x, weight, bias]) { $0[0].linear(weight: $0[1], bias: $0[2]) } < 2e-3)
        #expect(gradientError(of: [x, weight]) { $0[0].linear(weight: $0[1]) } < 2e-3)
    }

    @Test("softmax, log-softmax and the norms")
    func normalisations() {
        let (weight, bias) = (randomTensor([4], in: 0.5...1.5, seed: 9), randomTensor([4], seed: 10))
        #expect(gradientError(of: [x]) { $0[0].softmax() } < 2e-3)
        #expect(gradientError(of: [x]) { $0[0].logSoftmax() } < 2e-3)
        #expect(
            gradientError(of: [x, weight, bias]) {
                $0[0].layerNorm(weight: $0[1], bias: $0[2], epsilon: 1e-1)
            } < 2e-3)
        #expect(
            gradientError(of: [x, weight, bias]) {
                $0[0].batchNorm(weight: $0[1], bias: $0[2], epsilon: 1e-1).y
            } < 2e-3)
    }

    @Test("dropout keeps its mask on the way back")
    func dropout() {
        #expect(gradientError(of: [x]) { $0[0].dropout(0.4) } < 2e-3)
    }

    @Test("convolutions")
    func convolutions() {
        let plane = randomTensor([2, 5, 2, 4], seed: 11)
        let (weight, bias) = (randomTensor([3, 2, 3, 3], seed: 12), randomTensor([3], seed: 13))
        let sampling = Sampling(stride: 2, paddingBefore: 1, paddingAfter: 1)
        #expect(
            gradientError(of: [plane, weight, bias]) {
                $0[0].convolution2D(weight: $0[1], bias: $0[2], time: sampling, frequency: sampling)
            } < 2e-3)
        let channels = randomTensor([2, 1, 3, 3], seed: 22)
        #expect(
            gradientError(of: [plane, channels, randomTensor([2], seed: 23)]) {
                $0[0].depthwiseConvolution2D(weight: $0[1], bias: $0[2], time: sampling, frequency: sampling)
            } < 2e-3)
        let (depthwise, shift) = (randomTensor([4, 1, 3], seed: 14), randomTensor([4], seed: 15))
        #expect(
            gradientError(of: [x, depthwise, shift]) {
                $0[0].depthwiseConvolution(weight: $0[1], bias: $0[2], time: Sampling(paddingBefore: 2))
            } < 2e-3)
    }

    @Test("LSTM", arguments: [LSTMDirection.forward, .backward])
    func lstm(_ direction: LSTMDirection) {
        let inputs = [
            randomTensor([2, 4, 3], seed: 16), randomTensor([8, 3], seed: 17),
            randomTensor([8, 2], seed: 18),
            randomTensor([8], seed: 19), randomTensor([8], seed: 20),
        ]
        #expect(
            gradientError(of: inputs) { inputs in
                var state = LSTMState(batch: 2, width: 2)
                let weights = LSTMWeights(
                    input: inputs[1], recurrent: inputs[2], inputBias: inputs[3], recurrentBias: inputs[4])
                return inputs[0].lstm(weights, lengths: [4, 2], direction: direction, state: &state)
            } < 2e-3)
    }

    @Test("CTC loss")
    func ctc() {
        let logits = randomTensor([3, 5, 4], in: -2...2, seed: 21)
        let targets = CTCTargets([[1, 1], [2, 3, 2], []])
        #expect(
            gradientError(of: [logits]) {
                $0[0].ctcLosses(targets: targets, lengths: [5, 4, 2], blank: 0)
            } < 2e-3)
    }
}
