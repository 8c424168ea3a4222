public import StenoAudio
import StenoKernels
public import StenoTensor

/// Turns samples into rows of features, all at once or as they come.
///
/// ```swift
/// let fbank = try FeatureExtractor(FbankOptions())
/// let features = fbank.features(of: recording)  // [T, 80]
/// ```
public struct FeatureExtractor: Sendable {
    /// What is computed.
    public let configuration: FeatureConfiguration
    let framing: Framing
    let transform: any FrameTransform

    /// An extractor of one kind of features, normalized as the configuration says.
    ///
    /// - Throws: `FeatureError` for options that cannot be honoured.
    public init(_ configuration: FeatureConfiguration) throws(FeatureError) {
        self.configuration = configuration
        framing = try Framing(configuration.options.frames)
        transform =
            switch configuration.options {
            case .fbank(let options): try FbankTransform(options, length: framing.length)
            case .mfcc(let options): try MFCCTransform(options, length: framing.length)
            case .spectrogram(let options): try SpectrogramTransform(options, length: framing.length)
            }
        if case .global(let mean, let deviation) = configuration.normalization,
            mean.count != transform.featureCount || deviation.count != transform.featureCount
        {
            throw .wrongStatistics(
                count: min(mean.count, deviation.count), featureCount: transform.featureCount)
        }
    }

    /// Log-mel energies that are not normalized.
    public init(_ options: FbankOptions) throws(FeatureError) {
        try self.init(FeatureConfiguration(.fbank(options)))
    }

    /// Mel-frequency cepstral coefficients that are not normalized.
    public init(_ options: MFCCOptions) throws(FeatureError) {
        try self.init(FeatureConfiguration(.mfcc(options)))
    }

    /// A log power spectrum that is not normalized.
    public init(_ options: SpectrogramOptions) throws(FeatureError) {
        try self.init(FeatureConfiguration(.spectrogram(options)))
    }

    /// F, the values of a frame.
    public var featureCount: Int { transform.featureCount }

    /// The rate that samples have to have.
    public var sampleRate: SampleRate { configuration.options.frames.sampleRate }

    /// From one frame to the next.
    public var frameShift: Duration { sampleRate.duration(of: framing.shift) }

    /// How much of the signal a frame sees: the look-ahead of the features.
    public var frameLength: Duration { sampleRate.duration(of: framing.length) }

    /// The middle of what the first frame sees; that of frame `n` is `n` shifts later.
    public var firstFrameCenter: Duration {
        sampleRate.duration(of: framing.start(ofFrame: 0) + framing.length / 2)
    }

    /// The number of frames of a whole recording.
    public func frameCount(ofSamples count: Int) -> Int {
        framing.frameCount(ofSamples: count, isWhole: true)
    }

    /// The features of a whole recording: those of a stream that gets it in one chunk.
    ///
    /// - Parameter audio: Of the extractor's sample rate.
    /// - Returns: `[T, F]`; T is 0 for a recording shorter than a frame.
    public func features(of audio: AudioBuffer) -> Tensor {
        precondition(
            audio.sampleRate == sampleRate, "features at \(sampleRate) of audio at \(audio.sampleRate)")
        var stream = FeatureStream(self)
        let certain = stream.accept(audio.samples)
        let last = stream.finish()
        let rows = last.shape[0] == 0 ? certain : joined(certain, last)
        guard case .utterance(let scalesVariance) = configuration.normalization else { return rows }
        return normalizedOverTime(rows, scalesVariance: scalesVariance)
    }

    /// Starts a stream whose features, put together, equal those of the whole recording bit for bit.
    ///
    /// - Throws: `FeatureError.notStreamable` when features are normalized over the utterance.
    public func makeStream() throws(FeatureError) -> FeatureStream {
        if case .utterance = configuration.normalization { throw .notStreamable }
        return FeatureStream(self)
    }
}

private func joined(_ first: Tensor, _ second: Tensor) -> Tensor {
    Tensor.writing([first.shape[0] + second.shape[0], first.shape[1]]) { rows in
        var beginning = rows._mutatingExtracting(0..<first.shape.count)
        copy(first.elements, into: &beginning)
        var end = rows._mutatingExtracting(first.shape.count..<rows.count)
        copy(second.elements, into: &end)
    }
}

/// The extractor of log-mel energies, which is `FeatureExtractor(FbankOptions())`.
public typealias FbankExtractor = FeatureExtractor
