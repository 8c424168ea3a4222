/// The sizes of an LSTM acoustic model, as `config.json` and a recipe's `model` section hold them.
public struct LSTMConfiguration: Codable, Hashable, Sendable {
    /// What `config.json` calls this kind of model.
    public static let modelType = "steno_lstm_ctc"

    /// Always `steno_lstm_ctc`.
    public var modelType = Self.modelType
    /// Whether the model can follow a live stream: causal in time, but for the look-ahead it states.
    public var streaming = true
    /// How many feature frames make one frame of emissions: 1, 2 or 4.
    public var subsampling = 2
    /// Channels of the two convolutions in front.
    public var convolutionChannels = 32
    /// Width of each LSTM, in each direction.
    public var hiddenSize = 256
    /// LSTMs on top of each other.
    public var layers = 3
    /// Whether a second LSTM reads the utterance backwards. Needs the whole utterance.
    public var bidirectional = false
    /// Width that each LSTM's output is projected to; 0 leaves it out.
    public var projectionSize = 0
    /// Whether each LSTM's input is normalized to mean 0 and variance 1 (Ba et al. 2016).
    public var layerNorm = true
    /// How many future frames of emissions the last layer may look at (Wang et al. 2016, "Lookahead Convolution
    /// Layer"); 0 leaves it out.
    public var lookAhead = 0
    /// How likely each output of a layer is dropped in training.
    public var dropout = 0.1

    /// A streaming model for a small vocabulary.
    public init() {}

    enum CodingKeys: String, CodingKey {
        case streaming, bidirectional, dropout
        case modelType = "model_type"
        case subsampling = "subsampling_factor"
        case convolutionChannels = "subsampling_conv_channels"
        case hiddenSize = "hidden_size"
        case layers = "num_hidden_layers"
        case projectionSize = "projection_size"
        case layerNorm = "layer_norm"
        case lookAhead = "lookahead_frames"
    }

    /// Refuses sizes that make no model.
    public func validate() throws(ModelError) {
        guard [1, 2, 4].contains(subsampling) else {
            throw .badConfiguration(
                key: "subsampling_factor", reason: "is \(subsampling); it can be 1, 2 or 4")
        }
        if streaming && bidirectional {
            throw .badConfiguration(
                key: "bidirectional",
                reason: "cannot be true with \"streaming\": true: the future is not there yet")
        }
        let sizes = [
            ("subsampling_conv_channels", convolutionChannels), ("hidden_size", hiddenSize),
            ("num_hidden_layers", layers),
        ]
        for (key, size) in sizes where size < 1 {
            throw .badConfiguration(key: key, reason: "is \(size); it must be at least 1")
        }
        for (key, size) in [("projection_size", projectionSize), ("lookahead_frames", lookAhead)]
        where size < 0 {
            throw .badConfiguration(key: key, reason: "is \(size); it cannot be negative")
        }
        guard (0..<1).contains(dropout) else {
            throw .badConfiguration(key: "dropout", reason: "is \(dropout); it must be from 0 to below 1")
        }
    }
}
