import CKernels

/// Some output frames of one sequence of a batch: what one thread convolves at a time, small enough for the cache.
struct ConvolutionBlock {
    let sequence: Int
    let frames: Range<Int>
}

extension Convolution2DShape {
    private static let framesInBlock = 16

    private var blocksInSequence: Int {
        (time.outputSize + Self.framesInBlock - 1) / Self.framesInBlock
    }

    /// The number of blocks of the whole batch.
    var blocks: Int { batch * blocksInSequence }

    func block(_ index: Int) -> ConvolutionBlock {
        let (sequence, block) = index.quotientAndRemainder(dividingBy: blocksInSequence)
        let first = block * Self.framesInBlock
        return ConvolutionBlock(
            sequence: sequence, frames: first..<min(first + Self.framesInBlock, time.outputSize))
    }

    func blocks(of sequence: Int) -> [ConvolutionBlock] {
        (0..<blocksInSequence).map { block(sequence * blocksInSequence + $0) }
    }
}

/// Frames `[C, F]` with zeros around.
///
/// - Parameters:
///   - places: Where the frames come to lie; the others of `count` are zeros.
///   - margin: Zeros before the bins of a row, which are `paddedBins` with those behind.
/// - Returns: `[count, C, paddedBins]`
func paddedFrames(
    _ frames: UnsafePointer<Float>, channels: Int, bins: Int, at places: Range<Int>, of count: Int,
    margin: Int,
    paddedBins: Int
) -> AlignedMemory {
    let memory = AlignedMemory(floats: count * channels * paddedBins)
    memory.base.update(repeating: 0, count: count * channels * paddedBins)
    for row in 0..<places.count * channels {
        let target = memory.base + (places.lowerBound * channels + row) * paddedBins + margin
        target.update(from: frames + row * bins, count: bins)
    }
    return memory
}

/// Where the patches of a block lie in its padded input: patch (t, f) begins at `rowOffsets[t · F' + f]`, and the
/// elements of a patch, in the weights' order, at `stepOffsets` from there.
struct ConvolutionPatches {
    let shape: Convolution2DShape
    let rowOffsets: [Int32]
    let stepOffsets: [Int32]

    /// Bins of a padded input row.
    private let paddedBins: Int

    init(_ shape: Convolution2DShape) {
        self.shape = shape
        let (time, frequency) = (shape.time, shape.frequency)
        let paddedBins = frequency.size + frequency.paddingBefore + frequency.paddingAfter
        let paddedFrame = shape.inputChannels * paddedBins
        self.paddedBins = paddedBins
        // Without arrays of arrays: a stream does this for every chunk.
        let frames = shape.blocks > 0 ? shape.block(0).frames.count : 0
        var rowOffsets: [Int32] = []
        rowOffsets.reserveCapacity(frames * frequency.outputSize)
        for t in 0..<frames {
            for bin in 0..<frequency.outputSize {
                rowOffsets.append(Int32(t * time.stride * paddedFrame + bin * frequency.stride))
            }
        }
        var stepOffsets: [Int32] = []
        stepOffsets.reserveCapacity(shape.patch)
        for channel in 0..<shape.inputChannels {
            for kt in 0..<time.kernel {
                for kf in 0..<frequency.kernel {
                    stepOffsets.append(Int32(kt * paddedFrame + channel * paddedBins + kf))
                }
            }
        }
        (self.rowOffsets, self.stepOffsets) = (rowOffsets, stepOffsets)
    }

    /// The input frames a block sees, `[frames, C, padded F]`.
    func paddedInput(_ x: UnsafePointer<Float>, _ block: ConvolutionBlock) -> AlignedMemory {
        let first = block.frames.lowerBound * shape.time.stride - shape.time.paddingBefore
        let count = (block.frames.count - 1) * shape.time.stride + shape.time.kernel
        let there = max(0, first)..<max(0, first, min(shape.time.size, first + count))
        return paddedFrames(
            x + (block.sequence * shape.time.size + there.lowerBound) * shape.inputFrame,
            channels: shape.inputChannels,
            bins: shape.frequency.size, at: there.lowerBound - first..<there.upperBound - first, of: count,
            margin: shape.frequency.paddingBefore, paddedBins: paddedBins)
    }

    /// Writes a block's results `[frames, F', C']` to its frames `[C', F']` of y.
    func spread(
        _ results: UnsafePointer<Float>, over y: UnsafeMutablePointer<Float>, _ block: ConvolutionBlock
    ) {
        let (bins, channels) = (shape.frequency.outputSize, shape.outputChannels)
        for (index, t) in block.frames.enumerated() {
            let frame = y + (block.sequence * shape.time.outputSize + t) * shape.outputFrame
            kernels.transpose(results + index * bins * channels, channels, 1, frame, bins, bins, channels)
        }
    }

    /// weights `[C · kT · kF, C']` and bias `[C']` += the gradients over a block.
    func addWeightGradient(
        _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, _ block: ConvolutionBlock,
        to weights: UnsafeMutablePointer<Float>, bias: UnsafeMutablePointer<Float>
    ) {
        let (bins, channels) = (shape.frequency.outputSize, shape.outputChannels)
        let rows = block.frames.count * bins
        let gradient = AlignedMemory(floats: rows * channels)
        for (index, t) in block.frames.enumerated() {
            let frame = dy + (block.sequence * shape.time.outputSize + t) * shape.outputFrame
            kernels.transpose(
                frame, bins, 1, gradient.base + index * bins * channels, channels, channels, bins)
        }
        kernels.addColumnSums(gradient.base, bias, rows, channels)
        let input = paddedInput(x, block)
        PackedMatrix(gradient.base, transposed: false, inputs: rows, outputs: channels).multiplyGathered(
            input.base, rowOffsets: stepOffsets, stepOffsets: rowOffsets, rows: shape.patch, into: weights,
            accumulate: true)
    }
}
