import StenoAudio
import StenoKernels

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The first half of every kind of features: from the samples of a frame to its power spectrum and energy.
struct FrameSpectrum: Sendable {
    private let window: [Float]
    private let preemphasis: Float
    private let removesMean: Bool
    private let energyScale: Float
    private let fourier: RealFFT

    init(_ options: FrameOptions, length: Int) throws(FeatureError) {
        guard (0...1).contains(options.preemphasis) else {
            throw .invalidOption(
                name: "pre-emphasis", value: "\(options.preemphasis)", allowed: "between 0 and 1")
        }
        // The scale is a power of two: multiplying the window by it instead of the samples changes no bit.
        let scale = options.sampleScale.factor
        window = options.window.weights(count: length).map { $0 * scale }
        preemphasis = options.preemphasis
        removesMean = options.removesMean
        energyScale = scale * scale
        var size = 1
        while size < length { size *= 2 }
        fourier = RealFFT(size: size)
    }

    /// The number of samples the transform sees, a power of two.
    var transformSize: Int { fourier.size }

    /// The number of frequencies from zero to half the sample rate.
    var binCount: Int { fourier.bins }

    /// - Parameters:
    ///   - samples: `[frame length]`
    ///   - scratch: Gets |X|² in the first `binCount` values of its `power`.
    ///   - energy: Which energy to return, if any.
    /// - Returns: The natural log of the energy, at least that of the smallest step of a float, as Kaldi floors it.
    func analyze(_ samples: Span<Float>, scratch: inout FrameScratch, energy: FrameEnergy?) -> Float {
        let sum = windowed(samples, into: &scratch.frame)
        transform(scratch.frame, into: &scratch.power)
        switch energy {
        case .raw: return log(max(sum * energyScale, .ulpOfOne))
        case .windowed: return log(max(squaredNorm(scratch.frame.span), .ulpOfOne))
        case nil: return 0
        }
    }

    private func windowed(_ samples: Span<Float>, into frame: inout [Float]) -> Float {
        var output = frame.mutableSpan
        return windowFrame(
            samples, window: window.span, removesMean: removesMean, preemphasis: preemphasis, into: &output)
    }

    private func transform(_ frame: [Float], into power: inout [Float]) {
        var output = power.mutableSpan
        var bins = output._mutatingExtracting(0..<binCount)
        fourier.powerSpectrum(of: frame.span, into: &bins)
    }
}

/// Memory for one frame on its way through, allocated once a stream.
struct FrameScratch: Sendable {
    /// Samples after the window.
    var frame: [Float]
    /// The power spectrum, with room behind it for whole vectors.
    var power: [Float]
    /// The energies of mel bands.
    var bands: [Float]

    init(length: Int, powerCount: Int, bandCount: Int) {
        frame = Array(repeating: 0, count: length)
        power = Array(repeating: 0, count: powerCount)
        bands = Array(repeating: 0, count: bandCount)
    }
}
