import Foundation
import StenoKernels
import StenoTensor
import StenoTestSupport
import Testing

/// Values and gradients against PyTorch, which computed in double precision: 1e-4 relative is some hundred roundings.
@Suite("Operations against PyTorch")
struct PyTorchParityTests {
    private func error(_ name: String, of inputs: [String], _ function: ([Tensor]) -> Tensor) throws -> Float
    {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let file = folder.appending(path: "Fixtures/operations.safetensors")
        return try ReferenceCase(name, in: file).error(of: inputs, function)
    }

    @Test("arithmetic repeats extents of 1")
    func arithmetic() throws {
        #expect(try error("add_row", of: ["x", "y"]) { $0[0] + $0[1] } < 1e-4)
        #expect(try error("subtract_column", of: ["x", "y"]) { $0[0] - $0[1] } < 1e-4)
        #expect(try error("multiply_middle", of: ["x", "y"]) { $0[0] * $0[1] } < 1e-4)
        #expect(try error("divide", of: ["x", "y"]) { $0[0] / $0[1] } < 1e-4)
    }

    @Test("functions of one element", arguments: ElementFunction.allCases)
    func elementFunction(_ function: ElementFunction) throws {
        #expect(try error("\(function)", of: ["x"]) { $0[0].applying(function) } < 1e-4)
    }

    @Test("square root, GLU, softmax and log-softmax")
    func rows() throws {
        #expect(try error("sqrt", of: ["x"]) { $0[0].squareRoot() } < 1e-4)
        #expect(try error("glu", of: ["x"]) { $0[0].gatedLinearUnit() } < 1e-4)
        #expect(try error("softmax", of: ["x"]) { $0[0].softmax() } < 1e-4)
        #expect(try error("log_softmax", of: ["x"]) { $0[0].logSoftmax() } < 1e-4)
    }

    @Test(
        "matrix products, each factor transposed or not",
        arguments: [
            ("matmul", TransposedFactors.none), ("matmul_first", .first), ("matmul_second", .second),
            ("matmul_both", .both),
        ])
    func matrixProduct(_ name: String, _ transposed: TransposedFactors) throws {
        #expect(
            try error(name, of: ["x", "y"]) { $0[0].matrixProduct($0[1], transposing: transposed) } < 1e-4)
    }

    @Test("linear map and norms")
    func linearAndNorms() throws {
        #expect(
            try error("linear", of: ["input", "weight", "bias"]) { $0[0].linear(weight: $0[1], bias: $0[2]) }
                < 1e-4)
        #expect(
            try error("layer_norm", of: ["x", "weight", "bias"]) {
                $0[0].layerNorm(weight: $0[1], bias: $0[2], epsilon: 1e-5)
            } < 1e-4)
        #expect(
            try error("batch_norm", of: ["x", "weight", "bias"]) {
                $0[0].batchNorm(weight: $0[1], bias: $0[2], epsilon: 1e-5).y
            } < 1e-4)
    }

    @Test("convolutions, causal and centred")
    func convolutions() throws {
        let centred = Sampling(stride: 2, paddingBefore: 1, paddingAfter: 1)
        let inputs = ["x", "weight", "bias"]
        #expect(
            try error("conv2d_causal", of: inputs) {
                $0[0].convolution2D(
                    weight: $0[1], bias: $0[2], time: Sampling(stride: 2, paddingBefore: 2),
                    frequency: centred)
            } < 1e-4)
        #expect(
            try error("conv2d_same", of: inputs) {
                $0[0].convolution2D(weight: $0[1], bias: $0[2], time: centred, frequency: centred)
            } < 1e-4)
        #expect(
            try error("conv2d_depthwise", of: inputs) {
                $0[0].depthwiseConvolution2D(weight: $0[1], bias: $0[2], time: centred, frequency: centred)
            } < 1e-4)
        #expect(
            try error("conv2d_depthwise_wide", of: inputs) {
                $0[0].depthwiseConvolution2D(
                    weight: $0[1], bias: $0[2], time: Sampling(paddingAfter: 2),
                    frequency: Sampling(paddingBefore: 2))
            } < 1e-4)
        #expect(
            try error("depthwise_causal", of: inputs) {
                $0[0].depthwiseConvolution(weight: $0[1], bias: $0[2], time: Sampling(paddingBefore: 4))
            } < 1e-4)
        #expect(
            try error("depthwise_same", of: inputs) {
                $0[0].depthwiseConvolution(
                    weight: $0[1], bias: $0[2], time: Sampling(paddingBefore: 2, paddingAfter: 2))
            } < 1e-4)
    }

    @Test("LSTM over sequences of unequal length", arguments: [LSTMDirection.forward, .backward])
    func lstm(_ direction: LSTMDirection) throws {
        let names = ["x", "weight_ih", "weight_hh", "bias_ih", "bias_hh"]
        #expect(
            try error("lstm_\(direction)", of: names) { inputs in
                var state = LSTMState(batch: 3, width: 4)
                let weights = LSTMWeights(
                    input: inputs[1], recurrent: inputs[2], inputBias: inputs[3], recurrentBias: inputs[4])
                return inputs[0].lstm(weights, lengths: [6, 4, 1], direction: direction, state: &state)
            } < 1e-4)
    }

    @Test("CTC losses of labels that repeat, are none, or just fit")
    func ctc() throws {
        let targets = CTCTargets([[1, 2, 2, 3], [], [4], [3, 3]])
        #expect(
            try error("ctc", of: ["logits"]) {
                $0[0].ctcLosses(targets: targets, lengths: [10, 3, 7, 4], blank: 0)
            } < 1e-4)
    }
}
