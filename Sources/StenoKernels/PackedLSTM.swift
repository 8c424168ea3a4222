/// One direction of an LSTM layer for inference: weights prepared once, the state carried by the caller, so that a
/// stream in chunks and a whole file are the same call.
package final class PackedLSTM: Sendable {
    package let inputs: Int
    /// H
    package let hidden: Int
    private let inputWeights: InferenceWeights
    private let recurrentWeights: InferenceWeights
    private let bias: AlignedMemory

    /// - Parameters:
    ///   - inputWeights: `[4H, inputs]`, gates in PyTorch's order i, f, g, o.
    ///   - recurrentWeights: `[4H, H]`
    ///   - bias: `[4H]`, the sum of PyTorch's two.
    package init(
        inputWeights: Span<Float>, recurrentWeights: Span<Float>, bias: Span<Float>, inputs: Int, hidden: Int,
        precision: WeightPrecision = .float32
    ) {
        requireEqualCounts(bias.count, 4 * hidden)
        self.inputs = inputs
        self.hidden = hidden
        self.inputWeights = InferenceWeights(
            inputWeights, outputs: 4 * hidden, inputs: inputs, precision: precision)
        self.recurrentWeights = InferenceWeights(
            recurrentWeights, outputs: 4 * hidden, inputs: hidden, precision: precision)
        self.bias = AlignedMemory(floats: 4 * hidden)
        self.bias.base.update(from: bias.address, count: 4 * hidden)
    }

    /// Reads some frames of each sequence.
    ///
    /// In single precision the output for a frame does not depend on the frames or sequences read with it.
    ///
    /// - Parameters:
    ///   - x: `[B, T, inputs]`
    ///   - shape: Its `input` and `hidden` are this layer's.
    ///   - lengths: Frames of each sequence; the others give 0 and leave the state alone.
    ///   - hidden: `[B, H]`, the state before the first frame read; on return after the last.
    ///   - cell: `[B, H]`, likewise.
    ///   - y: `[B, T, H]`, or the columns of wider rows that `shape` names.
    package func run(
        _ x: Span<Float>, shape: LSTMShape, lengths: [Int], direction: LSTMDirection = .forward,
        hidden: inout MutableSpan<Float>, cell: inout MutableSpan<Float>, into y: inout MutableSpan<Float>,
        workers: Workers = .one
    ) {
        let rows = shape.batch * shape.frames
        shape.require(lengths: lengths)
        shape.requireOutput(y.count)
        requireEqualCounts(self.inputs, shape.input)
        requireEqualCounts(self.hidden, shape.hidden)
        requireEqualCounts(rows * inputs, x.count)
        requireEqualCounts(shape.batch * shape.hidden, hidden.count, cell.count)
        let gates = AlignedMemory(floats: rows * shape.gates)
        inputWeights.multiply(
            x.address, stride: inputs, rows: rows, bias: bias.base, into: gates.base, stride: shape.gates,
            workers: workers)
        LSTMSequence(
            shape: shape, lengths: lengths, direction: direction, gates: gates.base, cells: nil,
            y: y.address + shape.outputColumn, hidden: hidden.address, cell: cell.address
        ).run(recurrentWeights, workers: workers)
    }
}
