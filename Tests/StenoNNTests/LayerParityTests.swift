import Foundation
import StenoKernels
import StenoNN
import StenoTensor
import StenoTestSupport
import Testing

/// Whole layers against PyTorch, parameters loaded by PyTorch's own names.
@Suite("Layers against PyTorch")
struct LayerParityTests {
    private var generator = SeededGenerator(seed: 1)
    private let fixture = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Fixtures/layers.safetensors")

    /// The error of a layer with the parameters of the case, on the input `x` of the case.
    private func error(_ name: String, _ module: some Module, _ function: (Tensor) -> Tensor) throws -> Float
    {
        let url = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "Fixtures/layers.safetensors")
        try module.load(from: url, prefix: "\(name).parameter.")
        let reference = try ReferenceCase(name, in: url)
        let x = Parameter(reference["input.x"])
        return reference.error(of: module.namedParameters() + [("x", x)]) { tape in
            function(x.tensor(on: tape))
        }
    }

    @Test("linear and layer norm")
    mutating func simple() throws {
        let linear = Linear(inputs: 5, outputs: 3, using: &generator)
        #expect(try error("linear", linear) { linear($0) } < 1e-4)
        let norm = LayerNorm(width: 6)
        #expect(try error("layer_norm", norm) { norm($0) } < 1e-4)
    }

    @Test("LSTM of two layers, sequences of unequal length")
    mutating func lstm() throws {
        let lstm = LSTM(.init(inputs: 5, width: 4, layers: 2), using: &generator)
        #expect(try error("lstm", lstm) { lstm($0, lengths: [7, 5, 2]) } < 1e-4)
    }

    @Test("bidirectional LSTM of two layers, sequences of unequal length")
    mutating func bidirectional() throws {
        let lstm = LSTM(.init(inputs: 5, width: 3, layers: 2, isBidirectional: true), using: &generator)
        #expect(try error("blstm", lstm) { lstm($0, lengths: [4, 6, 1]) } < 1e-4)
    }

    @Test(
        "attention: plain, rotary, relative as Parakeet has it, over all frames or chunk by chunk",
        arguments: [
            ("attention", PositionKind.none, false), ("attention_rotary", .rotary, true),
            ("attention_relative", .relative, false), ("attention_relative_chunked", .relative, true),
        ])
    mutating func attention(_ name: String, _ positions: PositionKind, _ isChunked: Bool) throws {
        let attention = MultiHeadAttention(.init(width: 8, heads: 2, positions: positions), using: &generator)
        let lengths = [9, 6]
        let mask: AttentionMask =
            isChunked
            ? .chunked(lengths, frames: 9, chunk: 3, leftContext: 2) : .lengths(lengths, frames: 9)
        let frames = FramePositions(positions, frames: 0..<9, width: 8, heads: 2, isLearned: true)
        let error = try error(name, attention) { x in
            attention(x, mask: mask, positions: frames).masked(to: lengths)
        }
        #expect(error < 1e-4)
    }

    @Test("convolutions along time: depthwise, pointwise, dilated")
    mutating func convolutions() throws {
        let depthwise = DepthwiseConvolution(
            width: 6, kernel: 5, time: .centered(kernel: 5), using: &generator)
        #expect(try error("depthwise", depthwise) { depthwise($0) } < 1e-4)
        let pointwise = Linear(inputs: 6, outputs: 4, layout: .convolution, using: &generator)
        #expect(try error("pointwise", pointwise) { pointwise($0) } < 1e-4)
        let dilated = TimeConvolution(inputs: 4, outputs: 5, kernel: 3, dilation: 2, using: &generator)
        #expect(try error("time_convolution", dilated) { dilated($0) } < 1e-4)
    }

    @Test("batch norm over real frames only, with its running statistics")
    func batchNorm() throws {
        let norm = BatchNorm(width: 4)
        #expect(try error("batch_norm", norm) { norm($0, lengths: [5, 3]) } < 1e-4)
        let reference = try ReferenceCase("batch_norm", in: fixture)
        let tape = Tape(seed: 1)
        _ = norm(reference["input.x"].on(tape), lengths: [5, 3])
        tape.applyObservations()
        for (buffer, name) in [(norm.runningMean, "running_mean"), (norm.runningVar, "running_var")] {
            let difference = largestRelativeDifference(
                buffer.value.array, from: reference["after.\(name)"].array)
            #expect(difference < 1e-4, "\(name)")
        }
    }

    @Test("angular-margin loss and statistics pooling")
    func speakers() throws {
        let loss = AngularMarginLoss(margin: 0.3)
        let error = try error("angular_margin", Activation(.relu)) {
            loss(cosines: $0, classes: [2, 0, 5, 2])
        }
        #expect(error < 1e-4)
        #expect(try self.error("pooling", Activation(.relu)) { $0.statisticsPooled() } < 1e-4)
    }
}
