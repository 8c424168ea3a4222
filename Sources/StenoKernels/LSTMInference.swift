/// Runs one direction of an LSTM layer with weights that were prepared beforehand, for inference: a stream's chunks
/// would otherwise spend most of their time packing. A stream in chunks and a whole file give the same bits.
///
/// - Parameters: as for `lstm` with plain weights, `gates` and `cells` being scratch memory.
package func lstm(
    _ x: Span<Float>, inputWeights: InferenceWeights, recurrentWeights: InferenceWeights, bias: Span<Float>,
    shape: LSTMShape, lengths: [Int], direction: LSTMDirection, hidden: inout MutableSpan<Float>,
    cell: inout MutableSpan<Float>, into y: inout MutableSpan<Float>, gates: inout MutableSpan<Float>,
    cells: inout MutableSpan<Float>, workers: Workers = .one
) {
    let (rows, width) = (shape.batch * shape.frames, shape.hidden)
    shape.require(lengths: lengths)
    shape.requireOutput(y.count)
    requireEqualCounts(shape.gates, bias.count, inputWeights.outputs, recurrentWeights.outputs)
    requireEqualCounts(shape.input, inputWeights.inputs)
    requireEqualCounts(width, recurrentWeights.inputs)
    requireEqualCounts(shape.batch * width, hidden.count, cell.count)
    requireEqualCounts(rows * width, cells.count)
    inputWeights.multiply(x, bias: bias, into: &gates, workers: workers)
    LSTMSequence(
        shape: shape, lengths: lengths, direction: direction, gates: gates.address, cells: cells.address,
        y: y.address + shape.outputColumn, hidden: hidden.address, cell: cell.address
    ).run(recurrentWeights, workers: workers)
}
