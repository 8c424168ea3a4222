import CKernels

/// A two-dimensional convolution with a kernel of its own for every channel (PyTorch's `conv2d` with `groups` = C),
/// the middle of a depthwise-striding subsampling. Memory layout as for `convolution2D`.
///
/// - Parameters:
///   - x: `[B, T, C, F]`
///   - weight: `[C, 1, kT, kF]`
///   - bias: `[C]`
///   - shape: Both numbers of channels are C.
///   - y: `[B, T', C, F']`
package func depthwiseConvolution2D(
    _ x: Span<Float>, weight: Span<Float>, bias: Span<Float>, shape: Convolution2DShape,
    into y: inout MutableSpan<Float>, workers: Workers = .one
) {
    let rows = DepthwiseRows(shape)
    rows.require(x: x.count, y: y.count, weight: weight.count, bias: bias.count)
    let (x, weight, bias, y) = (x.address, weight.address, bias.address, y.address)
    workers.forEach(shape.batch) { b in
        rows.forEachOutput(of: b) { channel, output in
            (y + output).update(repeating: bias[channel], count: rows.bins)
        }
        rows.forEachTap(of: b) { tap in
            let (input, output, w) = (x + tap.input, y + tap.output, weight[tap.weight])
            switch rows.stride {
            case 1: for f in 0..<tap.count { output[f] += w * input[f] }
            case 2: for f in 0..<tap.count { output[f] += w * input[2 * f] }
            default: for f in 0..<tap.count { output[f] += w * input[rows.stride * f] }
            }
        }
    }
}

/// The gradients of `depthwiseConvolution2D`.
///
/// - Parameters:
///   - dx: `[B, T, C, F]`, overwritten.
///   - dWeight: `[C, 1, kT, kF]`, added to.
///   - dBias: `[C]`, added to.
package func depthwiseConvolution2DGradient(
    x: Span<Float>, weight: Span<Float>, dy: Span<Float>, shape: Convolution2DShape,
    into dx: inout MutableSpan<Float>, dWeight: inout MutableSpan<Float>, dBias: inout MutableSpan<Float>
) {
    let rows = DepthwiseRows(shape)
    rows.require(x: x.count, y: dy.count, weight: weight.count, bias: dBias.count)
    requireEqualCounts(x.count, dx.count)
    requireEqualCounts(weight.count, dWeight.count)
    fill(&dx, with: 0)
    let (x, weight, dy) = (x.address, weight.address, dy.address)
    let (dx, dWeight, dBias) = (dx.address, dWeight.address, dBias.address)
    for b in 0..<shape.batch {
        rows.forEachOutput(of: b) { channel, output in
            dBias[channel] += kernels.sum(dy + output, rows.bins)
        }
        rows.forEachTap(of: b) { tap in
            let (input, gradient, w) = (tap.input, dy + tap.output, weight[tap.weight])
            var sum: Float = 0
            for f in 0..<tap.count {
                dx[input + rows.stride * f] += w * gradient[f]
                sum += gradient[f] * x[input + rows.stride * f]
            }
            dWeight[tap.weight] += sum
        }
    }
}

/// How the rows along frequency of a depthwise convolution meet.
private struct DepthwiseRows {
    /// One kernel element on one row: offsets of the first input and output it joins, of its weight, and how many.
    struct Tap {
        var input, output, weight, count: Int
    }

    private let shape: Convolution2DShape
    /// The output positions that lie inside the input, for each kernel position along frequency.
    private let inside: [Range<Int>]

    /// F' and the stride along frequency.
    var bins: Int { shape.frequency.outputSize }
    var stride: Int { shape.frequency.stride }

    init(_ shape: Convolution2DShape) {
        precondition(
            shape.inputChannels == shape.outputChannels,
            "a depthwise convolution keeps its channels: \(shape)")
        self.shape = shape
        let axis = shape.frequency
        inside = (0..<axis.kernel).map { kernel in
            let first = axis.paddingBefore - kernel
            let lower = first <= 0 ? 0 : (first + axis.stride - 1) / axis.stride
            let upper = axis.size - 1 + first < 0 ? 0 : (axis.size - 1 + first) / axis.stride + 1
            return lower..<max(lower, min(upper, axis.outputSize))
        }
    }

    func require(x: Int, y: Int, weight: Int, bias: Int) {
        requireEqualCounts(x, shape.inputCount)
        requireEqualCounts(y, shape.outputCount)
        requireEqualCounts(weight, shape.inputChannels * shape.time.kernel * shape.frequency.kernel)
        requireEqualCounts(bias, shape.inputChannels)
    }

    /// Calls `body` for every output row of an item of the batch.
    @inline(__always)
    func forEachOutput(of item: Int, _ body: (_ channel: Int, _ output: Int) -> Void) {
        let channels = shape.inputChannels
        for t in 0..<shape.time.outputSize {
            for channel in 0..<channels {
                body(channel, ((item * shape.time.outputSize + t) * channels + channel) * bins)
            }
        }
    }

    /// Calls `body` for every output row and kernel element that meet the input.
    @inline(__always)
    func forEachTap(of item: Int, _ body: (Tap) -> Void) {
        let (time, frequency, channels) = (shape.time, shape.frequency, shape.inputChannels)
        for t in 0..<time.outputSize {
            for kt in 0..<time.kernel {
                let frame = t * time.stride + kt - time.paddingBefore
                guard frame >= 0 && frame < time.size else { continue }
                for channel in 0..<channels {
                    let input = ((item * time.size + frame) * channels + channel) * frequency.size
                    let output = ((item * time.outputSize + t) * channels + channel) * bins
                    for kf in 0..<frequency.kernel {
                        let range = inside[kf]
                        let first = range.lowerBound * stride + kf - frequency.paddingBefore
                        body(
                            Tap(
                                input: input + first, output: output + range.lowerBound,
                                weight: (channel * time.kernel + kt) * frequency.kernel + kf,
                                count: range.count))
                    }
                }
            }
        }
    }
}
