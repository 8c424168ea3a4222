import CKernels

/// The sizes of a depthwise convolution along time: every feature with a kernel of its own.
package struct DepthwiseConvolutionShape: Sendable, Hashable {
    /// B
    package var batch: Int
    /// T, kernel, stride and padding along time; the output has `time.outputSize` frames, T'.
    package var time: Convolution2DShape.Axis
    /// D
    package var width: Int

    package init(batch: Int, time: Convolution2DShape.Axis, width: Int) {
        self.batch = batch
        self.time = time
        self.width = width
    }

    func require(x: Int, y: Int, weight: Int) {
        requireEqualCounts(x, batch * time.size * width)
        requireEqualCounts(y, batch * time.outputSize * width)
        requireEqualCounts(weight, width * time.kernel)
    }

    /// The taps of output frame t that fall inside the input.
    func taps(of t: Int) -> Range<Int> {
        let first = t * time.stride - time.paddingBefore
        let lower = max(0, -first)
        return lower..<max(lower, min(time.kernel, time.size - first))
    }
}

/// A depthwise convolution along time (cross-correlation, as PyTorch's `conv1d` with `groups` = D).
///
/// - Parameters:
///   - x: `[B, T, D]`
///   - weight: `[D, 1, k]`
///   - bias: `[D]`
///   - y: `[B, T', D]`
package func depthwiseConvolution(
    _ x: Span<Float>, weight: Span<Float>, bias: Span<Float>, shape: DepthwiseConvolutionShape,
    into y: inout MutableSpan<Float>, workers: Workers = .one
) {
    shape.require(x: x.count, y: y.count, weight: weight.count)
    requireEqualCounts(bias.count, shape.width)
    let (x, bias, y) = (x.address, bias.address, y.address)
    let (width, frames) = (shape.width, shape.time.outputSize)
    withTransposed(weight.address, rows: width, columns: shape.time.kernel) { taps in
        workers.forEach(shape.batch) { b in
            for t in 0..<frames {
                let output = y + (b * frames + t) * width
                output.update(from: bias, count: width)
                let first = b * shape.time.size + t * shape.time.stride - shape.time.paddingBefore
                for tap in shape.taps(of: t) {
                    kernels.multiplyAdd(x + (first + tap) * width, taps + tap * width, output, width)
                }
            }
        }
    }
}

/// The gradients of `depthwiseConvolution`.
///
/// - Parameters:
///   - dx: `[B, T, D]`, overwritten.
///   - dWeight: `[D, 1, k]`, added to.
///   - dBias: `[D]`, added to.
package func depthwiseConvolutionGradient(
    x: Span<Float>, weight: Span<Float>, dy: Span<Float>, shape: DepthwiseConvolutionShape,
    into dx: inout MutableSpan<Float>, dWeight: inout MutableSpan<Float>, dBias: inout MutableSpan<Float>
) {
    shape.require(x: x.count, y: dy.count, weight: weight.count)
    requireEqualCounts(x.count, dx.count)
    requireEqualCounts(weight.count, dWeight.count)
    fill(&dx, with: 0)
    addColumnSums(of: dy, to: &dBias)
    let (x, dy, dx, dWeight) = (x.address, dy.address, dx.address, dWeight.address)
    let (width, kernel, frames) = (shape.width, shape.time.kernel, shape.time.outputSize)
    withTransposed(weight.address, rows: width, columns: kernel) { taps in
        let dTaps = taps + width * kernel
        dTaps.update(repeating: 0, count: width * kernel)
        for b in 0..<shape.batch {
            for t in 0..<frames {
                let gradient = dy + (b * frames + t) * width
                let first = b * shape.time.size + t * shape.time.stride - shape.time.paddingBefore
                for tap in shape.taps(of: t) {
                    let row = (first + tap) * width
                    kernels.multiplyAdd(gradient, taps + tap * width, dx + row, width)
                    kernels.multiplyAdd(gradient, x + row, dTaps + tap * width, width)
                }
            }
        }
        for d in 0..<width {
            for tap in 0..<kernel { dWeight[d * kernel + tap] += dTaps[tap * width + d] }
        }
    }
}

/// Lends the transpose `[columns, rows]` of a matrix, followed by as much room again.
private func withTransposed(
    _ matrix: UnsafePointer<Float>, rows: Int, columns: Int, _ body: (UnsafeMutablePointer<Float>) -> Void
) {
    withUnsafeTemporaryAllocation(byteCount: max(1, 2 * rows * columns) * 4, alignment: 64) { memory in
        guard let transposed = memory.bindMemory(to: Float.self).baseAddress else { return }
        for row in 0..<rows {
            for column in 0..<columns { transposed[column * rows + row] = matrix[row * columns + column] }
        }
        body(transposed)
    }
}
