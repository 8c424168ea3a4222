/// Which bands the mel filterbank has.
public struct MelOptions: Sendable, Equatable {
    /// The number of triangular bands, evenly spaced on the mel scale.
    public var binCount: Int
    /// Where the first band begins, in hertz.
    public var lowestHertz: Float = 20
    /// Where the last band ends, in hertz; nil for half the sample rate.
    public var highestHertz: Float?

    /// Bands from 20 Hz to half the sample rate.
    public init(binCount: Int) {
        self.binCount = binCount
    }
}

/// Log-mel energies: what most acoustic models hear.
public struct FbankOptions: Sendable, Equatable {
    /// Cutting and weighting.
    public var frames = FrameOptions()
    /// The bands; 80 unless said otherwise.
    public var mel = MelOptions(binCount: 80)
    /// Whether the bands sum the magnitudes or the powers of the spectrum.
    public var spectrum = SpectrumKind.power
    /// Whether the energies are given as natural logs.
    public var takesLog = true
    /// The log energy that comes before the bands as a value of its own; nil for none.
    public var energy: FrameEnergy?
    /// The least energy whose log is taken for `energy`.
    public var energyFloor: Float = 0

    /// 80 bands of Kaldi's filterbank.
    public init() {}
}

/// What the bands of a filterbank sum.
public enum SpectrumKind: String, CaseIterable, Sendable, Codable {
    /// |X|²
    case power
    /// |X|
    case magnitude
}

/// Mel-frequency cepstral coefficients: the cosine transform of log-mel energies.
public struct MFCCOptions: Sendable, Equatable {
    /// Cutting and weighting.
    public var frames = FrameOptions()
    /// The bands; 23 unless said otherwise.
    public var mel = MelOptions(binCount: 23)
    /// The number of coefficients, the zeroth included.
    public var coefficientCount = 13
    /// Q of the sine that lifts the higher coefficients to a like range; 0 for none.
    public var lifter: Float = 22
    /// The log energy that takes the place of the zeroth coefficient; nil leaves it.
    public var energy: FrameEnergy? = .raw
    /// The least energy whose log is taken for `energy`.
    public var energyFloor: Float = 0

    /// Kaldi's 13 coefficients of 23 bands.
    public init() {}
}

/// The log power spectrum.
public struct SpectrogramOptions: Sendable, Equatable {
    /// Cutting and weighting.
    public var frames = FrameOptions()
    /// The log energy that takes the place of frequency zero; nil leaves it.
    public var energy: FrameEnergy? = .raw
    /// The least energy whose log is taken for `energy`.
    public var energyFloor: Float = 0

    /// Kaldi's spectrogram.
    public init() {}
}

/// One of the kinds of features.
public enum FeatureOptions: Sendable, Equatable {
    /// Log-mel energies.
    case fbank(FbankOptions)
    /// Mel-frequency cepstral coefficients.
    case mfcc(MFCCOptions)
    /// The log power spectrum.
    case spectrogram(SpectrogramOptions)

    /// Cutting and weighting, which every kind has.
    public var frames: FrameOptions {
        switch self {
        case .fbank(let options): options.frames
        case .mfcc(let options): options.frames
        case .spectrogram(let options): options.frames
        }
    }
}
