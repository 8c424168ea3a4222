import CKernels

/// Runs one direction of an LSTM layer over a batch and keeps what `lstmGradient` needs.
///
/// Gates in PyTorch's order i, f, g, o: c = σ(f) c' + σ(i) tanh(g), h = σ(o) tanh(c) with the pre-activations
/// x·W_inputᵀ + h'·W_recurrentᵀ + bias. The products with the input are one matrix product over all frames. Frames at
/// or after a sequence's length give 0 and leave its state alone.
///
/// - Parameters:
///   - x: `[B, T, in]`
///   - inputWeights: `[4H, in]`
///   - recurrentWeights: `[4H, H]`
///   - bias: `[4H]`, the sum of PyTorch's two.
///   - lengths: Frames of each sequence.
///   - hidden: `[B, H]`, the state before the first frame read; on return after the last.
///   - cell: `[B, H]`, likewise.
///   - y: `[B, T, H]`, or the H columns of wider rows that `shape` names; the others are not touched.
///   - gates: `[B, T, 4H]`, receives the activations of the gates.
///   - cells: `[B, T, H]`, receives the cell of every frame.
package func lstm(
    _ x: Span<Float>, inputWeights: Span<Float>, recurrentWeights: Span<Float>, bias: Span<Float>,
    shape: LSTMShape,
    lengths: [Int], direction: LSTMDirection, hidden: inout MutableSpan<Float>,
    cell: inout MutableSpan<Float>,
    into y: inout MutableSpan<Float>, gates: inout MutableSpan<Float>, cells: inout MutableSpan<Float>,
    workers: Workers = .one
) {
    let (rows, width) = (shape.batch * shape.frames, shape.hidden)
    shape.require(lengths: lengths)
    shape.requireOutput(y.count)
    requireEqualCounts(shape.gates, bias.count)
    requireEqualCounts(shape.gates * width, recurrentWeights.count)
    requireEqualCounts(shape.batch * width, hidden.count, cell.count)
    requireEqualCounts(rows * width, cells.count)
    matrixProduct(
        x, inputWeights, transposing: .second, bias: bias, into: &gates, m: rows, n: shape.gates,
        k: shape.input, workers: workers)
    let recurrence = InferenceWeights(
        recurrentWeights, outputs: shape.gates, inputs: width, precision: .float32)
    LSTMSequence(
        shape: shape, lengths: lengths, direction: direction, gates: gates.address, cells: cells.address,
        y: y.address + shape.outputColumn, hidden: hidden.address, cell: cell.address
    ).run(recurrence, workers: workers)
}

/// The gradients of `lstm`.
///
/// - Parameters:
///   - y: the output of the forward pass (same rows), `gates` and `cells` what it kept.
///   - initialHidden: `[B, H]`, the state before the first frame read.
///   - initialCell: `[B, H]`, likewise.
///   - dy: the gradient of y, laid out as y.
///   - dHidden: `[B, H]`, on entry the gradient of the final state, on return that of the initial state.
///   - dCell: `[B, H]`, likewise.
///   - dGates: `[B, T, 4H]`, scratch: receives the gradient of the pre-activations.
///   - dx: `[B, T, in]`, overwritten.
///   - dInputWeights: `[4H, in]`, added to, as the other two.
package func lstmGradient(
    x: Span<Float>, inputWeights: Span<Float>, recurrentWeights: Span<Float>, shape: LSTMShape,
    lengths: [Int],
    direction: LSTMDirection, initialHidden: Span<Float>, initialCell: Span<Float>, y: Span<Float>,
    gates: Span<Float>, cells: Span<Float>, dy: Span<Float>, dHidden: inout MutableSpan<Float>,
    dCell: inout MutableSpan<Float>, dGates: inout MutableSpan<Float>, into dx: inout MutableSpan<Float>,
    dInputWeights: inout MutableSpan<Float>, dRecurrentWeights: inout MutableSpan<Float>,
    dBias: inout MutableSpan<Float>, workers: Workers = .one
) {
    let (rows, width) = (shape.batch * shape.frames, shape.hidden)
    shape.require(lengths: lengths)
    shape.requireOutput(y.count)
    shape.requireOutput(dy.count)
    requireEqualCounts(rows * shape.gates, gates.count, dGates.count)
    requireEqualCounts(rows * width, cells.count)
    requireEqualCounts(
        shape.batch * width, initialHidden.count, initialCell.count, dHidden.count, dCell.count)
    let sequence = LSTMSequenceGradient(
        shape: shape, lengths: lengths, direction: direction, gates: gates.address, cells: cells.address,
        y: y.address + shape.outputColumn, initialHidden: initialHidden.address,
        initialCell: initialCell.address,
        dy: dy.address + shape.outputColumn, dGates: dGates.address, dHidden: dHidden.address,
        dCell: dCell.address)
    sequence.run(PackedMatrix(recurrentWeights, inputs: shape.gates, outputs: width))
    let before = sequence.statesBeforeFrames()
    func product(with b: UnsafePointer<Float>, columns: Int, into c: inout MutableSpan<Float>) -> Product {
        Product(
            m: shape.gates, n: columns, k: rows, a: dGates.address, aTransposed: true, b: b, c: c.address,
            beta: 1)
    }
    TransposedFactorProducts(
        products: [
            product(with: x.address, columns: shape.input, into: &dInputWeights),
            product(with: before.base, columns: width, into: &dRecurrentWeights),
        ], columnSums: dBias.address
    ).run(on: workers)
    matrixProduct(
        dGates.span, inputWeights, into: &dx, m: rows, n: shape.input, k: shape.gates, workers: workers)
}
