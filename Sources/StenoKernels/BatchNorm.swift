import CKernels

/// Batch normalization: each column (channel) over all rows, y = (x - mean) / √(variance + ε) · weight + bias.
///
/// - Parameters:
///   - x: `[R, C]`, C the length of `weight`; y has the same shape.
///   - mean: `[C]`, the batch's, for the backward pass and the running average.
///   - variance: `[C]`, the batch's biased variance.
package func batchNorm(
    _ x: Span<Float>, weight: Span<Float>, bias: Span<Float>, epsilon: Float,
    into y: inout MutableSpan<Float>,
    mean: inout MutableSpan<Float>, variance: inout MutableSpan<Float>
) {
    columnMoments(of: x, mean: &mean, variance: &variance)
    batchNormInference(
        x, weight: weight, bias: bias, mean: mean.span, variance: variance.span, epsilon: epsilon, into: &y)
}

/// Normalizes with given moments, the running averages of training.
///
/// - Parameters:
///   - x: `[R, C]`; y has the same shape.
///   - mean: `[C]`
///   - variance: `[C]`
package func batchNormInference(
    _ x: Span<Float>, weight: Span<Float>, bias: Span<Float>, mean: Span<Float>, variance: Span<Float>,
    epsilon: Float, into y: inout MutableSpan<Float>, workers: Workers = .one
) {
    requireEqualCounts(x.count, y.count)
    requireEqualCounts(weight.count, bias.count, mean.count, variance.count)
    let columns = weight.count
    let rowCount = rows(of: x.count, columns: columns)
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * columns) { scaleAndShift in
        guard let scale = scaleAndShift.baseAddress else { return }
        let shift = scale + columns
        for c in 0..<columns {
            scale[c] = weight[c] / (variance[c] + epsilon).squareRoot()
            shift[c] = bias[c] - mean[c] * scale[c]
        }
        let (x, y) = (x.address, y.address)
        workers.forEachPart(of: rowCount, bytes: 8 * rowCount * columns) { rows in
            let first = rows.lowerBound * columns
            kernels.scaleAndShiftRows(x + first, scale, shift, y + first, rows.count, columns)
        }
    }
}

/// The gradients of `batchNorm`.
///
/// dx = w s (dy - mean(dy) - x̂ mean(dy x̂)) with s = 1 / √(variance + ε) and x̂ = (x - mean) s, means over the rows.
///
/// - Parameters:
///   - dx: `[R, C]`, overwritten.
///   - dWeight: `[C]`, added to.
///   - dBias: `[C]`, added to.
package func batchNormGradient(
    x: Span<Float>, weight: Span<Float>, mean: Span<Float>, variance: Span<Float>, epsilon: Float,
    dy: Span<Float>,
    into dx: inout MutableSpan<Float>, dWeight: inout MutableSpan<Float>, dBias: inout MutableSpan<Float>
) {
    requireEqualCounts(x.count, dy.count, dx.count)
    requireEqualCounts(weight.count, mean.count, variance.count, dWeight.count, dBias.count)
    let columns = weight.count
    let rowCount = rows(of: x.count, columns: columns)
    guard rowCount > 0 else { return }
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 5 * columns) { scratch in
        guard let sums = scratch.baseAddress else { return }
        let (products, scale, slope, shift) = (
            sums + columns, sums + 2 * columns, sums + 3 * columns, sums + 4 * columns
        )
        sums.update(repeating: 0, count: 2 * columns)
        kernels.addColumnSums(dy.address, sums, rowCount, columns)
        kernels.addColumnProductSums(dy.address, x.address, products, rowCount, columns)
        for c in 0..<columns {
            let inverse = 1 / (variance[c] + epsilon).squareRoot()
            let product = (products[c] - mean[c] * sums[c]) * inverse  // Σ dy x̂
            dWeight[c] += product
            dBias[c] += sums[c]
            // dx = scale dy + slope x + shift
            scale[c] = weight[c] * inverse
            slope[c] = -scale[c] * inverse * product / Float(rowCount)
            shift[c] = -scale[c] * sums[c] / Float(rowCount) - slope[c] * mean[c]
        }
        kernels.affineRows(dy.address, scale, x.address, slope, shift, dx.address, rowCount, columns)
    }
}

/// The mean and biased variance of each column of x `[R, C]`, C the length of `mean`.
package func columnMoments(
    of x: Span<Float>, mean: inout MutableSpan<Float>, variance: inout MutableSpan<Float>
) {
    requireEqualCounts(mean.count, variance.count)
    let columns = mean.count
    let rowCount = rows(of: x.count, columns: columns)
    precondition(rowCount > 0, "moments of no rows")
    fill(&mean, with: 0)
    fill(&variance, with: 0)
    kernels.addColumnSums(x.address, mean.address, rowCount, columns)
    scale(&mean, by: 1 / Float(rowCount))
    kernels.addColumnSquaredDistances(x.address, mean.address, variance.address, rowCount, columns)
    scale(&variance, by: 1 / Float(rowCount))
}
