import CKernels

/// A matrix prepared once to be the second factor of many products with few rows: weights at inference, and the
/// recurrent weights of an LSTM over a whole sequence.
///
/// A product's elements are always summed in the same order, so a row's result does not depend on how many rows are
/// computed together (a stream equals the whole file) nor on the number of threads.
package final class PackedMatrix: Sendable {
    /// Rows of the matrix: features of an input row.
    package let inputs: Int
    /// Columns of the matrix: features of an output row.
    package let outputs: Int
    private let memory: AlignedMemory

    /// Packs a layer's weights `[outputs, inputs]`: products are x Wᵀ.
    package convenience init(weights: Span<Float>, outputs: Int, inputs: Int) {
        requireEqualCounts(weights.count, outputs * inputs)
        self.init(weights.address, transposed: true, inputs: inputs, outputs: outputs)
    }

    /// Packs a matrix `[inputs, outputs]`: products are x B.
    package convenience init(_ matrix: Span<Float>, inputs: Int, outputs: Int) {
        requireEqualCounts(matrix.count, outputs * inputs)
        self.init(matrix.address, transposed: false, inputs: inputs, outputs: outputs)
    }

    init(_ matrix: UnsafePointer<Float>, transposed: Bool, inputs: Int, outputs: Int) {
        self.inputs = inputs
        self.outputs = outputs
        memory = AlignedMemory(floats: inputs * Panels.columns * Panels.count(outputs))
        kernels.packMatrix(
            matrix, transposed ? inputs : outputs, transposed ? 1 : 0, 1, inputs, outputs, memory.base)
    }

    /// y = x B + bias.
    ///
    /// - Parameters:
    ///   - x: `[rows, inputs]`
    ///   - bias: `[outputs]`, or nil.
    ///   - y: `[rows, outputs]`
    package func multiply(
        _ x: Span<Float>, bias: Span<Float>? = nil, into y: inout MutableSpan<Float>, workers: Workers = .one
    ) {
        let rowCount = rows(of: x.count, columns: inputs)
        requireEqualCounts(rowCount * outputs, y.count)
        multiply(
            x.address, stride: inputs, rows: rowCount, bias: bias?.address, into: y.address, stride: outputs,
            workers: workers)
    }

    /// The same on addresses, with rows at a distance, or added to y.
    func multiply(
        _ x: UnsafePointer<Float>, stride: Int, rows: Int, bias: UnsafePointer<Float>? = nil,
        into y: UnsafeMutablePointer<Float>, stride yStride: Int, accumulate: Bool = false,
        workers: Workers = .one
    ) {
        Panels.share(
            rows: rows, columns: outputs, bytes: max(1, rows / 4) * outputs * inputs * 4, among: workers
        ) { part, panels in
            multiply(
                x + part.lowerBound * stride, stride: stride, rows: part.count, panels: panels, bias: bias,
                into: y + part.lowerBound * yStride, stride: yStride, accumulate: accumulate)
        }
    }

    /// Some panels of columns.
    func multiply(
        _ x: UnsafePointer<Float>, stride: Int, rows: Int, panels: Range<Int>,
        bias: UnsafePointer<Float>? = nil, into y: UnsafeMutablePointer<Float>, stride yStride: Int,
        accumulate: Bool = false
    ) {
        kernels.packedProduct(
            x, stride, memory.base, bias, y, yStride, rows, outputs, inputs, accumulate ? 1 : 0, 1,
            panels.lowerBound, panels.upperBound)
    }

    /// The same with x `[rows, inputs]` read in place: element (r, l) is x[rowOffsets[r] + stepOffsets[l]].
    func multiplyGathered(
        _ x: UnsafePointer<Float>, rowOffsets: [Int32], stepOffsets: [Int32], rows: Int,
        bias: UnsafePointer<Float>? = nil, into y: UnsafeMutablePointer<Float>, accumulate: Bool = false
    ) {
        precondition(rowOffsets.count >= rows && stepOffsets.count >= inputs)
        kernels.gatheredProduct(
            x, rowOffsets.span.address, stepOffsets.span.address, memory.base, bias, y, outputs, rows,
            outputs, inputs,
            accumulate ? 1 : 0)
    }
}
