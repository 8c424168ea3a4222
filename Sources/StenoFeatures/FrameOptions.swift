public import StenoAudio

/// How a signal is cut into frames, and what happens to a frame before its Fourier transform. The defaults are
/// Kaldi's, without dither.
public struct FrameOptions: Sendable, Equatable {
    /// The rate of the samples.
    public var sampleRate = SampleRate.speech
    /// How much of the signal a frame sees; cut to whole samples.
    public var frameLength = Duration.milliseconds(25)
    /// From the start of one frame to the start of the next; cut to whole samples.
    public var frameShift = Duration.milliseconds(10)
    /// The weights of the samples of a frame.
    public var window = WindowFunction.povey
    /// Each sample loses this part of the one before it; 0 for none.
    public var preemphasis: Float = 0.97
    /// Whether the mean of a frame is subtracted from it.
    public var removesMean = true
    /// What happens where a frame would reach beyond the signal.
    public var edges = EdgeRule.snipped
    /// The number that full scale stands for.
    public var sampleScale = SampleScale.int16
    /// Noise added to every frame; nil for none.
    public var dither: Dither?

    /// Kaldi's defaults, without dither.
    public init() {}
}

/// What happens where a frame would reach beyond the signal.
public enum EdgeRule: String, CaseIterable, Sendable, Codable {
    /// Only frames that lie within the signal exist; the first starts at its first sample.
    case snipped
    /// Frame `n` is centred on `(n + 1/2) · shift`, and the signal is mirrored at its ends.
    case reflected
}

/// The number that full scale stands for before energies are computed and floored.
public enum SampleScale: String, CaseIterable, Sendable, Codable {
    /// 32768, as if the samples were 16-bit integers: Kaldi's convention.
    case int16
    /// 1.
    case unit

    var factor: Float {
        self == .int16 ? 32_768 : 1
    }
}

/// Gaussian noise added to the samples of each frame, so that digital silence has no log of zero.
///
/// The noise depends on the seed and the frame's index only.
public struct Dither: Sendable, Equatable {
    /// The standard deviation, in units of `sampleScale`; Kaldi's customary value is 1 with `int16`.
    public var deviation: Float
    /// The start of the pseudo-random sequence.
    public var seed: UInt64

    /// Noise of a standard deviation from a seed.
    public init(deviation: Float, seed: UInt64 = 0) {
        self.deviation = deviation
        self.seed = seed
    }
}

/// What stands for the loudness of a frame as one value of its features.
public enum FrameEnergy: String, CaseIterable, Sendable, Codable {
    /// The log of the summed squares before pre-emphasis and window.
    case raw
    /// The log of the summed squares after both.
    case windowed
}
