import CKernels

/// Layer normalization of each row: y = (x - mean) / √(variance + ε) · weight + bias, with the biased variance.
///
/// - Parameters:
///   - x: `[R, C]`, C the length of `weight`; y has the same shape.
///   - mean: `[R]`, for the backward pass.
///   - inverseDeviation: `[R]`, 1 / √(variance + ε), for the backward pass.
package func layerNorm(
    _ x: Span<Float>, weight: Span<Float>, bias: Span<Float>, epsilon: Float,
    into y: inout MutableSpan<Float>,
    mean: inout MutableSpan<Float>, inverseDeviation: inout MutableSpan<Float>, workers: Workers = .one
) {
    requireEqualCounts(x.count, y.count)
    requireEqualCounts(weight.count, bias.count)
    requireEqualCounts(rows(of: x.count, columns: weight.count), mean.count, inverseDeviation.count)
    let (x, weight, bias, columns) = (x.address, weight.address, bias.address, weight.count)
    let (y, mean, inverseDeviation, rowCount) = (
        y.address, mean.address, inverseDeviation.address, mean.count
    )
    workers.forEachPart(of: rowCount, bytes: 8 * rowCount * columns) { part in
        let (row, first) = (part.lowerBound, part.lowerBound * columns)
        kernels.layerNorm(
            x + first, weight, bias, epsilon, y + first, mean + row, inverseDeviation + row, part.count,
            columns)
    }
}

/// The gradients of `layerNorm`.
///
/// - Parameters:
///   - gradient: `[R, C]`, that of y on entry and that of x on return.
///   - dWeight: `[C]`, added to.
///   - dBias: `[C]`, added to.
package func layerNormGradient(
    x: Span<Float>, weight: Span<Float>, mean: Span<Float>, inverseDeviation: Span<Float>,
    gradient: inout MutableSpan<Float>, dWeight: inout MutableSpan<Float>, dBias: inout MutableSpan<Float>
) {
    requireEqualCounts(x.count, gradient.count)
    requireEqualCounts(weight.count, dWeight.count, dBias.count)
    requireEqualCounts(rows(of: x.count, columns: weight.count), mean.count, inverseDeviation.count)
    kernels.layerNormGradient(
        x.address, weight.address, mean.address, inverseDeviation.address, gradient.address, gradient.address,
        dWeight.address, dBias.address, mean.count, weight.count)
}
