import CKernels

/// Prepares one frame of speech for its Fourier transform.
///
/// `d = samples - mean`, `frame[i] = window[i] · (d[i] - preemphasis · d[i-1])` with `d[-1] = d[0]`, as Kaldi defines
/// it.
///
/// - Returns: The energy before pre-emphasis and window, Σd².
package func windowFrame(
    _ samples: Span<Float>, window: Span<Float>, removesMean: Bool, preemphasis: Float,
    into frame: inout MutableSpan<Float>
) -> Float {
    precondition(samples.count == window.count && samples.count == frame.count, "arrays of one length")
    return kernels.windowFrame(
        samples.address, window.address, removesMean, preemphasis, frame.address, samples.count)
}

/// y = ln max(x, floor), element by element and in place.
package func logFloored(_ values: inout MutableSpan<Float>, floor: Float) {
    let address = values.address
    kernels.logFloored(address, floor, address, values.count)
}

/// Rows of weights that are zero outside one run of columns each, as those of a mel filterbank.
package struct SparseRows: Sendable {
    /// The columns the rows are to be applied to.
    package let columns: Int
    /// What every run of weights is padded to with zeros, one vector.
    private static let lanes = 16

    private var weights: [Float] = []
    private var starts: [Int32] = []
    private var vectors: [Int32] = []

    /// - Parameter rows: For each row the column of its first weight, and its weights.
    package init(_ rows: [(start: Int, weights: [Float])], columns: Int) {
        self.columns = columns
        for row in rows {
            precondition(
                row.start >= 0 && row.start + row.weights.count <= columns, "a run outside the columns")
            let count = (row.weights.count + Self.lanes - 1) / Self.lanes
            weights += row.weights
            weights += Array(repeating: 0, count: count * Self.lanes - row.weights.count)
            starts.append(Int32(row.start))
            vectors.append(Int32(count))
        }
    }

    /// The number of rows.
    package var count: Int { starts.count }

    /// The length of the vectors that are multiplied: the columns, and room for the padding of the last runs.
    package var paddedColumns: Int { columns + Self.lanes }

    /// sums = rows · x
    ///
    /// - Parameters:
    ///   - x: `[paddedColumns]`; what lies beyond `columns` has to be finite and does not count.
    ///   - sums: `[count]`.
    package func multiply(_ x: Span<Float>, into sums: inout MutableSpan<Float>) {
        precondition(x.count == paddedColumns && sums.count == count, "arrays of the rows' shape")
        kernels.weighRuns(
            x.address, weights.span.address, starts.span.address, vectors.span.address, sums.address, count)
    }
}
