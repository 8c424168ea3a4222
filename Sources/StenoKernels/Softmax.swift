import CKernels

// Over each row of C elements. Shifted by the row's maximum, so that no finite input overflows.

/// y = e^x / Σ e^x of each row. A row of nothing but -inf gives NaN.
package func softmax(_ x: Span<Float>, columns: Int, into y: inout MutableSpan<Float>) {
    requireEqualCounts(x.count, y.count)
    kernels.softmax(x.address, y.address, rows(of: x.count, columns: columns), columns)
}

/// dx = y · (dy - Σ y · dy), from the softmax's output y.
package func softmaxGradient(
    y: Span<Float>, dy: Span<Float>, columns: Int, into dx: inout MutableSpan<Float>
) {
    requireEqualCounts(y.count, dy.count, dx.count)
    kernels.softmaxGradient(y.address, dy.address, dx.address, rows(of: y.count, columns: columns), columns)
}

/// y = x - ln Σ e^x of each row: natural-log probabilities.
package func logSoftmax(_ x: Span<Float>, columns: Int, into y: inout MutableSpan<Float>) {
    requireEqualCounts(x.count, y.count)
    kernels.logSoftmax(x.address, y.address, rows(of: x.count, columns: columns), columns)
}

/// dx = dy - e^y · Σ dy, from the log-softmax's output y.
package func logSoftmaxGradient(
    y: Span<Float>, dy: Span<Float>, columns: Int, into dx: inout MutableSpan<Float>
) {
    requireEqualCounts(y.count, dy.count, dx.count)
    kernels.logSoftmaxGradient(
        y.address, dy.address, dx.address, rows(of: y.count, columns: columns), columns)
}

/// y = ln Σ e^x of each row; -inf for a row of nothing but -inf.
///
/// - Parameter y: One element a row.
package func logSumExp(_ x: Span<Float>, columns: Int, into y: inout MutableSpan<Float>) {
    requireEqualCounts(rows(of: x.count, columns: columns), y.count)
    kernels.logSumExp(x.address, y.address, y.count, columns)
}
