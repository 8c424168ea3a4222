import CKernels

/// A two-dimensional convolution (cross-correlation, as PyTorch's `conv2d`).
///
/// A product of patches with the weights whose patches are read in place, from input frames that were copied once
/// with their zero padding.
///
/// - Parameters:
///   - x: `[B, T, C, F]`
///   - weight: `[C', C, kT, kF]`
///   - bias: `[C']`
///   - y: `[B, T', C', F']`
package func convolution2D(
    _ x: Span<Float>, weight: Span<Float>, bias: Span<Float>, shape: Convolution2DShape,
    into y: inout MutableSpan<Float>, workers: Workers = .one
) {
    shape.require(x: x.count, y: y.count, weight: weight.count)
    requireEqualCounts(bias.count, shape.outputChannels)
    let (x, bias, y) = (x.address, bias.address, y.address)
    let channels = shape.outputChannels
    let weights = PackedMatrix(weight.address, transposed: true, inputs: shape.patch, outputs: channels)
    let patches = ConvolutionPatches(shape)
    workers.forEach(shape.blocks) { index in
        let block = shape.block(index)
        let rows = block.frames.count * shape.frequency.outputSize
        let input = patches.paddedInput(x, block)
        let output = AlignedMemory(floats: rows * channels)
        weights.multiplyGathered(
            input.base, rowOffsets: patches.rowOffsets, stepOffsets: patches.stepOffsets, rows: rows,
            bias: bias,
            into: output.base)
        patches.spread(output.base, over: y, block)
    }
}

/// The gradients of `convolution2D`.
///
/// - Parameters:
///   - dx: `[B, T, C, F]`, overwritten.
///   - dWeight: `[C', C, kT, kF]`, added to.
///   - dBias: `[C']`, added to.
package func convolution2DGradient(
    x: Span<Float>, weight: Span<Float>, dy: Span<Float>, shape: Convolution2DShape,
    into dx: inout MutableSpan<Float>, dWeight: inout MutableSpan<Float>, dBias: inout MutableSpan<Float>,
    workers: Workers = .one
) {
    requireEqualCounts(x.count, dx.count)
    convolution2DWeightGradient(
        x: x, dy: dy, shape: shape, dWeight: &dWeight, dBias: &dBias, workers: workers)
    let (dy, dx, gradient) = (dy.address, dx.address, ConvolutionInputGradient(shape, weight: weight.address))
    workers.forEach(shape.batch) { b in gradient.write(dy, b, to: dx) }
}

/// The gradients of `convolution2D` without that of its input, which the first layer does not need.
package func convolution2DWeightGradient(
    x: Span<Float>, dy: Span<Float>, shape: Convolution2DShape, dWeight: inout MutableSpan<Float>,
    dBias: inout MutableSpan<Float>, workers: Workers = .one
) {
    shape.require(x: x.count, y: dy.count, weight: dWeight.count)
    requireEqualCounts(dBias.count, shape.outputChannels)
    let (x, dy, channels) = (x.address, dy.address, shape.outputChannels)
    // A sum for every sequence and then over them in order, so that the threads do not change it.
    let size = (shape.patch + 1) * channels
    let sums = AlignedMemory(floats: shape.batch * size)
    let patches = ConvolutionPatches(shape)
    workers.forEach(shape.batch) { b in
        let sum = sums.base + b * size
        sum.update(repeating: 0, count: size)
        for block in shape.blocks(of: b) {
            patches.addWeightGradient(x, dy, block, to: sum, bias: sum + shape.patch * channels)
        }
    }
    let transposed = AlignedMemory(floats: shape.weightCount)
    for b in 0..<shape.batch {
        let sum = sums.base + b * size
        kernels.transpose(sum, channels, 1, transposed.base, shape.patch, shape.patch, channels)
        kernels.addScaled(transposed.base, 1, dWeight.address, shape.weightCount)
        kernels.addScaled(sum + shape.patch * channels, 1, dBias.address, channels)
    }
}
