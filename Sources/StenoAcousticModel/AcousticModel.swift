public import StenoFeatures
package import StenoKernels
import StenoNN
public import StenoTensor
public import StenoText

/// Turns features into the probability of every symbol at every frame.
///
/// ```swift
/// let model = try AcousticModel(at: bundle)
/// let features = model.features.features(of: recording)  // [T, F]
/// let emissions = model.emissions(for: features)         // [T', V]
/// ```
public struct AcousticModel: Sendable {
    /// Kind and sizes.
    public internal(set) var configuration: ModelConfiguration
    /// What the symbols spell, or the phonemes they are; see ``inPhonemes``.
    public private(set) var tokenizer: Tokenizer
    /// What the model hears, normalized as it was trained.
    public let features: FeatureExtractor
    package internal(set) var network: AcousticNetwork
    /// How many threads may work on one utterance or stream; what is computed does not depend on it.
    public var threads = 1
    /// What the symbols of the two output layers stand for.
    let spelling: Tokenizer
    let phonemes: Tokenizer?
    private var head: Linear

    /// A model of its parts, whose sizes must agree.
    ///
    /// - Parameters:
    ///   - tokenizer: What the symbols of the first output layer spell.
    ///   - phonemes: What those of the second one say, where there is one.
    package init(
        _ configuration: ModelConfiguration, tokenizer: Tokenizer, phonemes: Tokenizer? = nil,
        features: FeatureExtractor, network: AcousticNetwork
    ) {
        precondition(
            configuration.vocabularySize == tokenizer.vocabulary.count, "a vocabulary of another size")
        precondition(configuration.phonemeCount == phonemes?.vocabulary.count, "phonemes of another number")
        precondition(configuration.featureSize == features.featureCount, "features of another size")
        self.configuration = configuration
        self.tokenizer = tokenizer
        self.features = features
        self.network = network
        spelling = tokenizer
        self.phonemes = phonemes
        head = network.ctcHead
    }

    /// The same model saying phonemes instead of spelling; `nil` when it never learned them.
    ///
    /// Sounds follow from the audio as spellings do not, so little speech teaches them better. What they mean is for a
    /// pronouncing dictionary to say, and which of several words that sound alike is meant for a language model.
    public var inPhonemes: AcousticModel? {
        guard let phonemes, let head = network.phonemeHead else { return nil }
        var model = self
        (model.tokenizer, model.head) = (phonemes, head)
        return model
    }

    /// How many numbers training found.
    public var parameterCount: Int { network.parameterCount }

    /// How the weights of its products are kept. Changes what `save(to:)` writes; all that share the model change
    /// with it.
    package var weightPrecision: WeightPrecision {
        get { network.precision }
        nonmutating set { network.setPrecision(newValue) }
    }

    /// Whether the model can follow a live stream.
    public var isStreaming: Bool { configuration.encoder.isStreaming }

    /// How much time one frame of emissions stands for.
    public var frameDuration: Duration { features.frameShift * network.encoder.subsampling }

    /// Scores every symbol at every frame of one utterance.
    ///
    /// - Parameter features: Normalized features, `[T, F]`.
    /// - Returns: Natural-log probabilities, `[T', V]`; each row sums to 1 after `exp`.
    public func emissions(for features: Tensor) -> Tensor {
        let batch = features.reshaped(to: [1, features.shape[0], features.shape[1]])
        return emissions(for: batch, lengths: [features.shape[0]]).emissions[0]
    }

    /// Scores every symbol at every frame of a batch.
    ///
    /// - Parameters:
    ///   - features: Normalized features, `[B, T, F]`, zero beyond the end of each utterance.
    ///   - lengths: Frames of each utterance, `[B]`.
    /// - Returns: Natural-log probabilities, `[B, T', V]`, and the frames of each utterance; rows beyond them mean
    ///   nothing.
    public func emissions(for features: Tensor, lengths: [Int]) -> (emissions: Tensor, lengths: [Int]) {
        let encoding = network.encode(features.using(Workers(count: threads)), lengths: lengths)
        return (head(encoding.frames).logSoftmax(), encoding.lengths)
    }

    /// A stream that gives what `emissions(for:)` gives.
    ///
    /// - Throws: `ModelError.notStreaming` when the model needs the whole utterance.
    public func makeStream() throws(ModelError) -> EmissionStream {
        guard isStreaming, let stream = network.encoder.makeStream() else {
            throw .notStreaming(type: configuration.encoder.modelType)
        }
        let silence = Tensor(repeating: 0, shape: [network.endPadding, configuration.featureSize])
        return EmissionStream(stream, head: head, padding: silence, workers: Workers(count: threads))
    }
}
