import CKernels

/// The input elements of a strided convolution that see the same taps of the kernel.
///
/// Output t' reads input t with tap k where t + padding = t' · stride + k. So an input element whose t + padding leaves
/// the rest r (its phase) after division by the stride, quotient q, is read by tap r + j · stride of output q - j, for
/// j = 0, 1, …: over one phase, the gradient of the input is a convolution without a stride.
struct ConvolutionPhase {
    let shape: Convolution2DShape
    private let time: Axis
    private let frequency: Axis
    /// Elements of a frame of the padded output gradient.
    private let paddedFrame: Int
    /// From an element's quotients to the outputs that read it: back j frames and bins.
    private let stepOffsets: [Int32]

    private init(shape: Convolution2DShape, time: Axis, frequency: Axis) {
        self.shape = shape
        self.time = time
        self.frequency = frequency
        let paddedBins = frequency.paddedSize
        let paddedFrame = shape.outputChannels * paddedBins
        self.paddedFrame = paddedFrame
        stepOffsets = time.taps.indices.flatMap { jt in
            frequency.taps.indices.flatMap { jf in
                (0..<shape.outputChannels).map { Int32($0 * paddedBins - jt * paddedFrame - jf) }
            }
        }
    }

    /// A phase along one axis.
    private struct Axis {
        let sizes: Convolution2DShape.Axis
        let rest: Int

        /// The taps this phase sees: rest, rest + stride, ….
        var taps: [Int] { Array(stride(from: rest, to: sizes.kernel, by: sizes.stride)) }

        /// The first input element of the phase and its quotient.
        var first: (element: Int, quotient: Int) {
            let quotient = max(0, (sizes.paddingBefore - rest + sizes.stride - 1) / sizes.stride)
            return (quotient * sizes.stride + rest - sizes.paddingBefore, quotient)
        }

        /// The number of input elements of the phase.
        var count: Int { max(0, (sizes.size - first.element + sizes.stride - 1) / sizes.stride) }

        /// Zeros needed before the first output, so that quotient - j is never negative.
        var margin: Int { max(0, taps.count - 1) }

        /// Outputs with their margins: the quotients may pass the last output.
        var paddedSize: Int { margin + max(sizes.outputSize, first.quotient + count) }
    }

    static func all(of shape: Convolution2DShape) -> [ConvolutionPhase] {
        (0..<shape.time.stride).flatMap { restInTime in
            (0..<shape.frequency.stride).map { restInFrequency in
                ConvolutionPhase(
                    shape: shape, time: Axis(sizes: shape.time, rest: restInTime),
                    frequency: Axis(sizes: shape.frequency, rest: restInFrequency))
            }
        }.filter {
            !$0.time.taps.isEmpty && !$0.frequency.taps.isEmpty && $0.time.count * $0.frequency.count > 0
        }
    }

    /// The weights `[taps in time, taps in frequency, C', C]` of this phase.
    func weights(from weight: UnsafePointer<Float>) -> PackedMatrix {
        var phase: [Float] = []
        for kt in time.taps {
            for kf in frequency.taps {
                for output in 0..<shape.outputChannels {
                    for input in 0..<shape.inputChannels {
                        let row = (output * shape.inputChannels + input) * shape.time.kernel + kt
                        phase.append(weight[row * shape.frequency.kernel + kf])
                    }
                }
            }
        }
        return PackedMatrix(
            phase.span, inputs: phase.count / shape.inputChannels, outputs: shape.inputChannels)
    }

    /// dx += the gradient of the elements of this phase in sequence b.
    func addInputGradient(
        _ dy: UnsafePointer<Float>, _ weights: PackedMatrix, _ b: Int, to dx: UnsafeMutablePointer<Float>
    ) {
        let (bins, channels, inputBins) = (frequency.count, shape.inputChannels, shape.frequency.size)
        let binStride = shape.frequency.stride
        let padded = paddedGradient(dy, b)
        let result = AlignedMemory(floats: bins * channels)
        let rowOffsets = (0..<bins).map { Int32(frequency.margin + frequency.first.quotient + $0) }
        for index in 0..<time.count {
            let quotient = time.margin + time.first.quotient + index
            weights.multiplyGathered(
                padded.base + quotient * paddedFrame, rowOffsets: rowOffsets, stepOffsets: stepOffsets,
                rows: bins,
                into: result.base)
            let t = time.first.element + index * shape.time.stride
            let frame = dx + (b * shape.time.size + t) * shape.inputFrame + frequency.first.element
            for channel in 0..<channels {
                for bin in 0..<bins {
                    frame[channel * inputBins + bin * binStride] = result.base[bin * channels + channel]
                }
            }
        }
    }

    /// The output gradient of sequence b with zeros around, `[frames, C', bins]`.
    private func paddedGradient(_ dy: UnsafePointer<Float>, _ b: Int) -> AlignedMemory {
        let memory = AlignedMemory(floats: time.paddedSize * paddedFrame)
        memory.base.update(repeating: 0, count: time.paddedSize * paddedFrame)
        let bins = shape.frequency.outputSize
        for t in 0..<shape.time.outputSize {
            let source = dy + (b * shape.time.outputSize + t) * shape.outputFrame
            let target = memory.base + (time.margin + t) * paddedFrame + frequency.margin
            for channel in 0..<shape.outputChannels {
                (target + channel * frequency.paddedSize).update(from: source + channel * bins, count: bins)
            }
        }
        return memory
    }
}
