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
    let taps = shape.taps(of: weight.address)
    let (x, bias, y) = (x.address, bias.address, y.address)
    for b in 0..<shape.batch {
        shape.convolve(x + b * shape.inputSize, taps.base, bias, into: y + b * shape.outputSize, workers)
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
    addColumnSums(of: dy, to: &dBias)
    let (x, dy, dx) = (x.address, dy.address, dx.address)
    let taps = shape.taps(of: weight.address)
    let dTaps = AlignedMemory(floats: weight.count)
    dTaps.base.update(repeating: 0, count: weight.count)
    for b in 0..<shape.batch {
        let (input, gradient) = (b * shape.inputSize, dy + b * shape.outputSize)
        shape.addTapGradient(x + input, gradient, to: dTaps.base)
        shape.inputGradient(gradient, taps.base, into: dx + input)
    }
    let transposed = AlignedMemory(floats: weight.count)
    kernels.transpose(
        dTaps.base, shape.width, 1, transposed.base, shape.time.kernel, shape.time.kernel, shape.width)
    kernels.addScaled(transposed.base, 1, dWeight.address, weight.count)
}

extension DepthwiseConvolutionShape {
    fileprivate var inputSize: Int { time.size * width }
    fileprivate var outputSize: Int { time.outputSize * width }

    /// The weights `[D, 1, k]` as rows of taps `[k, D]`.
    fileprivate func taps(of weight: UnsafePointer<Float>) -> AlignedMemory {
        let taps = AlignedMemory(floats: width * time.kernel)
        kernels.transpose(weight, time.kernel, 1, taps.base, width, width, time.kernel)
        return taps
    }

    fileprivate func convolve(
        _ x: UnsafePointer<Float>, _ taps: UnsafePointer<Float>, _ bias: UnsafePointer<Float>,
        into y: UnsafeMutablePointer<Float>, _ workers: Workers
    ) {
        let block = 8
        let blocks = (time.outputSize + block - 1) / block
        workers.forEachPart(of: blocks, bytes: time.kernel * outputSize) { part in
            let outputs = part.lowerBound * block..<min(part.upperBound * block, time.outputSize)
            // The first frame that the first of the outputs reads, and how many before the beginning.
            let start = outputs.lowerBound * time.stride - time.paddingBefore
            let first = max(0, min(start, time.size))
            kernels.depthwise(
                x + first * width, taps, bias, y + outputs.lowerBound * width, time.size - first,
                outputs.count, width, time.kernel, time.stride, first - start)
        }
    }

    fileprivate func addTapGradient(
        _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, to dTaps: UnsafeMutablePointer<Float>
    ) {
        kernels.depthwiseTapGradient(
            x, dy, dTaps, time.size, time.outputSize, width, time.kernel, time.stride, time.paddingBefore)
    }

    /// Without a stride, the gradient of the input is a convolution of dy with the taps in reverse.
    fileprivate func inputGradient(
        _ dy: UnsafePointer<Float>, _ taps: UnsafePointer<Float>, into dx: UnsafeMutablePointer<Float>
    ) {
        guard time.stride == 1 else { return inputGradientOfStrides(dy, taps, into: dx) }
        let reversed = AlignedMemory(floats: width * time.kernel)
        for tap in 0..<time.kernel {
            (reversed.base + (time.kernel - 1 - tap) * width).update(from: taps + tap * width, count: width)
        }
        kernels.depthwise(
            dy, reversed.base, nil, dx, time.outputSize, time.size, width, time.kernel, 1,
            time.kernel - 1 - time.paddingBefore)
    }

    private func inputGradientOfStrides(
        _ dy: UnsafePointer<Float>, _ taps: UnsafePointer<Float>, into dx: UnsafeMutablePointer<Float>
    ) {
        dx.update(repeating: 0, count: inputSize)
        for t in 0..<time.outputSize {
            for tap in 0..<time.kernel {
                let frame = t * time.stride - time.paddingBefore + tap
                guard (0..<time.size).contains(frame) else { continue }
                kernels.multiplyAdd(dy + t * width, taps + tap * width, dx + frame * width, width)
            }
        }
    }
}
