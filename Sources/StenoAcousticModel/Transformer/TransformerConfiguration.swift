/// The sizes of a Transformer acoustic model, as `config.json` and a recipe's `model` section hold them.
public struct TransformerConfiguration: Hashable, Sendable {
    /// How attention knows the order of frames.
    public enum Positions: String, Codable, Hashable, Sendable {
        /// Sines and cosines of its number are added to every frame before the first layer (Vaswani et al. 2017).
        case sinusoidal
        /// Queries and keys are turned by angles that grow with the frame (Su et al. 2021).
        case rotary
        /// Every distance has a key of its own (Dai et al. 2019).
        case relative
    }

    /// What `config.json` calls this kind of model.
    public static let modelType = "steno_transformer_ctc"

    /// Whether the model can follow a live stream: chunked attention instead of attention to the whole utterance.
    public var streaming = true
    /// How many feature frames make one frame of emissions: 1, 2 or 4.
    public var subsampling = 4
    /// Channels of the two convolutions in front.
    public var convolutionChannels = 32
    /// D, the width of a frame between layers.
    public var hiddenSize = 256
    /// Layers on top of each other.
    public var layers = 12
    /// H, attention heads, which share the width evenly.
    public var heads = 4
    /// Width inside the feed-forward parts.
    public var innerSize = 1_024
    /// How attention knows the order of frames.
    public var positions = Positions.rotary
    /// How likely each element is dropped in training: of a part's output before it is added, and inside the
    /// feed-forward part.
    public var dropout = 0.1
    /// How likely each attention weight is dropped in training.
    public var attentionDropout = 0.1
    /// How far a streaming model sees.
    public var chunks = ChunkConfiguration()

    /// A streaming model of about ten million parameters.
    public init() {}

    /// Refuses sizes that make no model.
    public func validate() throws(ModelError) {
        try require(
            [1, 2, 4].contains(subsampling), "subsampling_factor", subsampling, "it can be 1, 2 or 4")
        let sizes = [
            ("subsampling_conv_channels", convolutionChannels), ("hidden_size", hiddenSize),
            ("num_hidden_layers", layers), ("num_attention_heads", heads), ("intermediate_size", innerSize),
        ]
        for (key, size) in sizes { try require(size >= 1, key, size, "it must be at least 1") }
        try require(
            hiddenSize % (2 * heads) == 0, "hidden_size", hiddenSize,
            "it must be a multiple of twice the \(heads) heads")
        for (key, share) in [("dropout", dropout), ("attention_dropout", attentionDropout)] {
            try require((0..<1).contains(share), key, share, "it must be from 0 to below 1")
        }
        try chunks.validate()
    }
}

extension TransformerConfiguration: Codable {
    private enum CodingKeys: String, CodingKey {
        case streaming, dropout
        case modelType = "model_type"
        case subsampling = "subsampling_factor"
        case convolutionChannels = "subsampling_conv_channels"
        case hiddenSize = "hidden_size"
        case layers = "num_hidden_layers"
        case heads = "num_attention_heads"
        case innerSize = "intermediate_size"
        case positions = "position_embedding_type"
        case attentionDropout = "attention_dropout"
    }

    /// Reads the members of one object, those of the chunks among them.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        streaming = try container.decode(Bool.self, forKey: .streaming)
        subsampling = try container.decode(Int.self, forKey: .subsampling)
        convolutionChannels = try container.decode(Int.self, forKey: .convolutionChannels)
        hiddenSize = try container.decode(Int.self, forKey: .hiddenSize)
        layers = try container.decode(Int.self, forKey: .layers)
        heads = try container.decode(Int.self, forKey: .heads)
        innerSize = try container.decode(Int.self, forKey: .innerSize)
        positions = try container.decode(Positions.self, forKey: .positions)
        dropout = try container.decode(Double.self, forKey: .dropout)
        attentionDropout = try container.decode(Double.self, forKey: .attentionDropout)
        chunks = try ChunkConfiguration(from: decoder)
    }

    /// Writes all members into one object.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(Self.modelType, forKey: .modelType)
        try container.encode(streaming, forKey: .streaming)
        try container.encode(subsampling, forKey: .subsampling)
        try container.encode(convolutionChannels, forKey: .convolutionChannels)
        try container.encode(hiddenSize, forKey: .hiddenSize)
        try container.encode(layers, forKey: .layers)
        try container.encode(heads, forKey: .heads)
        try container.encode(innerSize, forKey: .innerSize)
        try container.encode(positions, forKey: .positions)
        try container.encode(dropout, forKey: .dropout)
        try container.encode(attentionDropout, forKey: .attentionDropout)
        try chunks.encode(to: encoder)
    }
}
