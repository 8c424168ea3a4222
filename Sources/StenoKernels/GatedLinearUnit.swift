import CKernels

/// The gated linear unit: each row of x is [a, b] and gives y = a · sigmoid(b).
///
/// - Parameters:
///   - x: `[R, 2C]`
///   - columns: C
///   - y: `[R, C]`
package func gatedLinearUnit(
    _ x: Span<Float>, columns: Int, into y: inout MutableSpan<Float>, workers: Workers = .one
) {
    requireEqualCounts(x.count, 2 * y.count)
    let (x, y, rowCount) = (x.address, y.address, rows(of: y.count, columns: columns))
    workers.forEachPart(of: rowCount, bytes: 16 * rowCount * columns) { part in
        let first = part.lowerBound * columns
        kernels.gatedLinearUnit(x + 2 * first, y + first, part.count, columns)
    }
}

/// dx `[R, 2C]` from x `[R, 2C]` and dy `[R, C]`.
package func gatedLinearUnitGradient(
    x: Span<Float>, dy: Span<Float>, columns: Int, into dx: inout MutableSpan<Float>
) {
    requireEqualCounts(x.count, 2 * dy.count, dx.count)
    kernels.gatedLinearUnitGradient(
        x.address, dy.address, dx.address, rows(of: dy.count, columns: columns), columns)
}
