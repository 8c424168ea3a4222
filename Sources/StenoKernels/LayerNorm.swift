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
    mean: inout MutableSpan<Float>, inverseDeviation: inout MutableSpan<Float>
) {
    requireEqualCounts(x.count, y.count)
    requireEqualCounts(weight.count, bias.count)
    requireEqualCounts(rows(of: x.count, columns: weight.count), mean.count, inverseDeviation.count)
    kernels.layerNorm(
        x.address, weight.address, bias.address, epsilon, y.address, mean.address, inverseDeviation.address,
        mean.count, weight.count)
}

/// The gradients of `layerNorm`.
///
/// - Parameters:
///   - dx: `[R, C]`, overwritten.
///   - dWeight: `[C]`, added to.
///   - dBias: `[C]`, added to.
package func layerNormGradient(
    x: Span<Float>, weight: Span<Float>, mean: Span<Float>, inverseDeviation: Span<Float>, dy: Span<Float>,
    into dx: inout MutableSpan<Float>, dWeight: inout MutableSpan<Float>, dBias: inout MutableSpan<Float>
) {
    requireEqualCounts(x.count, dy.count, dx.count)
    requireEqualCounts(weight.count, dWeight.count, dBias.count)
    requireEqualCounts(rows(of: x.count, columns: weight.count), mean.count, inverseDeviation.count)
    kernels.layerNormGradient(
        x.address, weight.address, mean.address, inverseDeviation.address, dy.address, dx.address,
        dWeight.address, dBias.address, mean.count, weight.count)
}
