import CKernels

/// The gradient of the input of a strided convolution, in phases: the input elements that see the same taps of the kernel.
///
/// Output t' reads input t with tap k where t + padding = t' · stride + k. So an input element whose t + padding leaves
/// the rest r (its phase) after division by the stride, quotient q, is read by tap r + j · stride of output q - j, for
/// j = 0, 1, …: over one phase, the gradient of the input is a convolution without a stride.
struct ConvolutionInputGradient {
    private let shape: Convolution2DShape
    private let phases: [Phase]
    /// Zeros before the first output, so that quotient - j is never negative.
    private let marginInTime, marginInFrequency: Int
    /// Outputs with their margins: the quotients may pass the last output.
    private let paddedFrameCount, paddedBins: Int

    /// Quotients in time that are worked on together: their frames stay in the cache for all phases.
    private static let quotientsInBlock = 16

    /// A phase along one axis.
    private struct Axis {
        let sizes: Convolution2DShape.Axis
        let rest: Int

        /// The taps this phase sees: rest, rest + stride, ….
        var taps: [Int] { Array(stride(from: rest, to: sizes.kernel, by: sizes.stride)) }

        /// The quotients of its input elements.
        var quotients: Range<Int> {
            let first = max(0, (sizes.paddingBefore - rest + sizes.stride - 1) / sizes.stride)
            return
                first..<max(
                    first, (sizes.size + sizes.paddingBefore - rest + sizes.stride - 1) / sizes.stride)
        }

        func element(of quotient: Int) -> Int { quotient * sizes.stride + rest - sizes.paddingBefore }

        /// All phases that see any taps.
        static func all(of sizes: Convolution2DShape.Axis) -> [Axis] {
            (0..<sizes.stride).map { Axis(sizes: sizes, rest: $0) }.filter { !$0.taps.isEmpty }
        }

        /// Zeros that phases need before the outputs, and the outputs with zeros on both sides.
        static func padding(of phases: [Axis], outputs: Int) -> (margin: Int, size: Int) {
            let margin = phases.map { $0.taps.count - 1 }.max() ?? 0
            return (margin, margin + (phases.map(\.quotients.upperBound) + [outputs]).reduce(0, max))
        }
    }

    /// A phase along both axes.
    private struct Phase {
        let time, frequency: Axis
        /// `[taps in time, taps in frequency, C', C]`
        let weights: PackedMatrix
        /// Where the patch of each quotient of a block begins in the padded gradient, and its elements from there: back j
        /// frames and bins.
        let rowOffsets, stepOffsets: [Int32]
    }

    /// - Parameter weight: `[C', C, kT, kF]`
    init(_ shape: Convolution2DShape, weight: UnsafePointer<Float>) {
        let (time, frequency) = (Axis.all(of: shape.time), Axis.all(of: shape.frequency))
        let inTime = Axis.padding(of: time, outputs: shape.time.outputSize)
        let inFrequency = Axis.padding(of: frequency, outputs: shape.frequency.outputSize)
        let paddedFrame = shape.outputChannels * inFrequency.size
        self.shape = shape
        (marginInTime, paddedFrameCount) = inTime
        (marginInFrequency, paddedBins) = inFrequency
        phases = time.flatMap { time in
            frequency.map { frequency in
                Phase(
                    time: time, frequency: frequency,
                    weights: Self.weights(of: shape, time.taps, frequency.taps, from: weight),
                    rowOffsets: (0..<Self.quotientsInBlock).flatMap { frame in
                        frequency.quotients.map { Int32(frame * paddedFrame + inFrequency.margin + $0) }
                    },
                    stepOffsets: time.taps.indices.flatMap { jt in
                        frequency.taps.indices.flatMap { jf in
                            (0..<shape.outputChannels).map {
                                Int32($0 * inFrequency.size - jt * paddedFrame - jf)
                            }
                        }
                    })
            }
        }
    }

    private static func weights(
        of shape: Convolution2DShape, _ timeTaps: [Int], _ frequencyTaps: [Int],
        from weight: UnsafePointer<Float>
    ) -> PackedMatrix {
        var weights: [Float] = []
        for kt in timeTaps {
            for kf in frequencyTaps {
                for row in 0..<shape.outputChannels * shape.inputChannels {
                    weights.append(weight[(row * shape.time.kernel + kt) * shape.frequency.kernel + kf])
                }
            }
        }
        return PackedMatrix(
            weights.span, inputs: weights.count / shape.inputChannels, outputs: shape.inputChannels)
    }

    /// The gradient of the input of sequence b, `[T, C, F]`, overwritten.
    ///
    /// - Parameters:
    ///   - dy: `[B, T', C', F']`
    ///   - dx: `[B, T, C, F]`
    func write(_ dy: UnsafePointer<Float>, _ b: Int, to dx: UnsafeMutablePointer<Float>) {
        let padded = paddedGradient(dy, b)
        let dx = dx + b * shape.time.size * shape.inputFrame
        if phases.count < shape.time.stride * shape.frequency.stride {
            dx.update(repeating: 0, count: shape.time.size * shape.inputFrame)
        }
        let last = phases.map(\.time.quotients.upperBound).max() ?? 0
        for first in stride(from: 0, to: last, by: Self.quotientsInBlock) {
            for phase in phases {
                write(
                    phase, phase.time.quotients.clamped(to: first..<first + Self.quotientsInBlock),
                    padded.base, to: dx)
            }
        }
    }

    private func write(
        _ phase: Phase, _ quotients: Range<Int>, _ padded: UnsafePointer<Float>,
        to dx: UnsafeMutablePointer<Float>
    ) {
        let (bins, channels) = (phase.frequency.quotients.count, shape.inputChannels)
        let (inputBins, step) = (shape.frequency.size, shape.frequency.stride)
        let results = AlignedMemory(floats: quotients.count * bins * channels)
        phase.weights.multiplyGathered(
            padded + (marginInTime + quotients.lowerBound) * shape.outputChannels * paddedBins,
            rowOffsets: phase.rowOffsets, stepOffsets: phase.stepOffsets, rows: quotients.count * bins,
            into: results.base)
        let turned = AlignedMemory(floats: bins * channels)
        for (index, quotient) in quotients.enumerated() {
            kernels.transpose(
                results.base + index * bins * channels, channels, 1, turned.base, bins, bins, channels)
            let frame =
                dx + phase.time.element(of: quotient) * shape.inputFrame
                + phase.frequency.element(of: phase.frequency.quotients.lowerBound)
            for channel in 0..<channels {
                let (source, target) = (turned.base + channel * bins, frame + channel * inputBins)
                for bin in 0..<bins { target[bin * step] = source[bin] }
            }
        }
    }

    /// The output gradient of sequence b with zeros around, `[frames, C', bins]`.
    private func paddedGradient(_ dy: UnsafePointer<Float>, _ b: Int) -> AlignedMemory {
        paddedFrames(
            dy + b * shape.time.outputSize * shape.outputFrame, channels: shape.outputChannels,
            bins: shape.frequency.outputSize, at: marginInTime..<marginInTime + shape.time.outputSize,
            of: paddedFrameCount, margin: marginInFrequency, paddedBins: paddedBins)
    }
}
