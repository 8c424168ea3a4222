/// The sizes of a two-dimensional convolution over time and frequency.
///
/// Inputs are `[B, T, C, F]`: a frame lies in one piece (so frames stream), and flattening the last two axes gives the
/// channel-major features that follow a subsampling.
package struct Convolution2DShape: Sendable, Hashable {
    package struct Axis: Sendable, Hashable {
        /// Elements of the input.
        package var size: Int
        package var kernel: Int
        package var stride: Int
        /// Zeros before the first element.
        package var paddingBefore: Int
        /// Zeros after the last element.
        package var paddingAfter: Int

        package init(size: Int, kernel: Int, stride: Int = 1, paddingBefore: Int = 0, paddingAfter: Int = 0) {
            precondition(size >= 0 && kernel >= 1 && stride >= 1 && paddingBefore >= 0 && paddingAfter >= 0)
            self.size = size
            self.kernel = kernel
            self.stride = stride
            self.paddingBefore = paddingBefore
            self.paddingAfter = paddingAfter
        }

        /// Elements of the output.
        package var outputSize: Int {
            let room = size + paddingBefore + paddingAfter - kernel
            return room < 0 ? 0 : room / stride + 1
        }
    }

    /// B
    package var batch: Int
    package var inputChannels: Int
    package var outputChannels: Int
    package var time: Axis
    package var frequency: Axis

    package init(batch: Int, inputChannels: Int, outputChannels: Int, time: Axis, frequency: Axis) {
        self.batch = batch
        self.inputChannels = inputChannels
        self.outputChannels = outputChannels
        self.time = time
        self.frequency = frequency
    }

    /// Elements of `[B, T, C, F]`.
    package var inputCount: Int { batch * time.size * inputFrame }
    /// Elements of `[B, T', C', F']`.
    package var outputCount: Int { batch * time.outputSize * outputFrame }
    package var weightCount: Int { outputChannels * patch }

    /// Elements of one frame `[C, F]` and `[C', F']`.
    var inputFrame: Int { inputChannels * frequency.size }
    var outputFrame: Int { outputChannels * frequency.outputSize }
    /// Input elements that one output element sees: C · kT · kF.
    var patch: Int { inputChannels * time.kernel * frequency.kernel }
}

/// A two-dimensional convolution (cross-correlation, as PyTorch's `conv2d`).
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
    requireEqualCounts(x.count, shape.inputCount)
    requireEqualCounts(y.count, shape.outputCount)
    requireEqualCounts(weight.count, shape.weightCount)
    requireEqualCounts(bias.count, shape.outputChannels)
    let (x, weight, bias, y) = (x.address, weight.address, bias.address, y.address)
    let (frames, bins) = (shape.time.outputSize, shape.frequency.outputSize)
    workers.forEach(shape.batch) { b in
        withPatches(shape) { patches in
            for t in 0..<frames {
                gatherPatches(x, b, t, shape, into: patches)
                let frame = y + (b * frames + t) * shape.outputFrame
                for channel in 0..<shape.outputChannels {
                    (frame + channel * bins).update(repeating: bias[channel], count: bins)
                }
                Product(
                    m: shape.outputChannels, n: bins, k: shape.patch, a: weight, b: patches, c: frame, beta: 1
                )
                .run(on: .one)
            }
        }
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
    requireEqualCounts(dx.count, shape.inputCount)
    fill(&dx, with: 0)
    convolution2DWeightGradient(
        x: x, dy: dy, shape: shape, dWeight: &dWeight, dBias: &dBias, workers: workers)
    let (weight, dy, dx) = (weight.address, dy.address, dx.address)
    let (frames, bins) = (shape.time.outputSize, shape.frequency.outputSize)
    workers.forEach(shape.batch) { b in
        withPatches(shape) { patches in
            for t in 0..<frames {
                let frame = dy + (b * frames + t) * shape.outputFrame
                Product(
                    m: shape.patch, n: bins, k: shape.outputChannels, a: weight, aTransposed: true, b: frame,
                    c: patches
                ).run(on: .one)
                scatterPatches(patches, b, t, shape, addingTo: dx)
            }
        }
    }
}

/// The gradients of `convolution2D` without that of its input, which the first layer does not need.
package func convolution2DWeightGradient(
    x: Span<Float>, dy: Span<Float>, shape: Convolution2DShape, dWeight: inout MutableSpan<Float>,
    dBias: inout MutableSpan<Float>, workers: Workers = .one
) {
    requireEqualCounts(x.count, shape.inputCount)
    requireEqualCounts(dy.count, shape.outputCount)
    requireEqualCounts(dWeight.count, shape.weightCount)
    requireEqualCounts(dBias.count, shape.outputChannels)
    let (x, dy, dWeight, dBias) = (x.address, dy.address, dWeight.address, dBias.address)
    let (frames, bins) = (shape.time.outputSize, shape.frequency.outputSize)
    withPatches(shape) { patches in
        for b in 0..<shape.batch {
            for t in 0..<frames {
                gatherPatches(x, b, t, shape, into: patches)
                let frame = dy + (b * frames + t) * shape.outputFrame
                Product(
                    m: shape.outputChannels, n: shape.patch, k: bins, a: frame, b: patches, bTransposed: true,
                    c: dWeight, beta: 1
                ).run(on: .one)
                for channel in 0..<shape.outputChannels {
                    for f in 0..<bins { dBias[channel] += frame[channel * bins + f] }
                }
            }
        }
    }
}

private func withPatches(_ shape: Convolution2DShape, _ body: (UnsafeMutablePointer<Float>) -> Void) {
    let count = max(1, shape.patch * shape.frequency.outputSize)
    withUnsafeTemporaryAllocation(byteCount: count * 4, alignment: 64) { memory in
        if let patches = memory.bindMemory(to: Float.self).baseAddress { body(patches) }
    }
}

/// The patches `[C · kT · kF, F']` of output frame t of sequence b.
private func gatherPatches(
    _ x: UnsafePointer<Float>, _ b: Int, _ t: Int, _ shape: Convolution2DShape,
    into patches: UnsafeMutablePointer<Float>
) {
    let bins = shape.frequency.outputSize
    forEachPatchRow(shape, t) { row, channel, time, offset in
        let target = patches + row * bins
        let source = x + ((b * shape.time.size + time) * shape.inputChannels + channel) * shape.frequency.size
        for f in 0..<bins {
            let bin = f * shape.frequency.stride + offset
            let inside = time >= 0 && time < shape.time.size && bin >= 0 && bin < shape.frequency.size
            target[f] = inside ? source[bin] : 0
        }
    }
}

private func scatterPatches(
    _ patches: UnsafePointer<Float>, _ b: Int, _ t: Int, _ shape: Convolution2DShape,
    addingTo dx: UnsafeMutablePointer<Float>
) {
    let bins = shape.frequency.outputSize
    forEachPatchRow(shape, t) { row, channel, time, offset in
        guard time >= 0, time < shape.time.size else { return }
        let target =
            dx + ((b * shape.time.size + time) * shape.inputChannels + channel) * shape.frequency.size
        for f in 0..<bins {
            let bin = f * shape.frequency.stride + offset
            if bin >= 0 && bin < shape.frequency.size { target[bin] += patches[row * bins + f] }
        }
    }
}

/// Calls `body` with each row of a patch: its number, input channel, input frame, and first input bin.
private func forEachPatchRow(_ shape: Convolution2DShape, _ t: Int, _ body: (Int, Int, Int, Int) -> Void) {
    var row = 0
    for channel in 0..<shape.inputChannels {
        for kt in 0..<shape.time.kernel {
            for kf in 0..<shape.frequency.kernel {
                body(
                    row, channel, t * shape.time.stride + kt - shape.time.paddingBefore,
                    kf - shape.frequency.paddingBefore)
                row += 1
            }
        }
    }
}
