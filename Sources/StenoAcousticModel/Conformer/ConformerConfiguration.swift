/// A streaming Conformer, as `config.json` and a recipe's `model` section hold it: causal convolutions with layer norm,
/// chunked attention.
public struct ConformerConfiguration: Hashable, Sendable {
    /// What `config.json` calls this kind of model.
    public static let modelType = "steno_conformer_ctc"

    /// Always true: the Conformer that sees the whole utterance is `parakeet_ctc`.
    public var streaming = true
    /// The members lie beside the others.
    public var sizes = ConformerSizes(subsampling: 4)
    /// How far the model sees.
    public var chunks = ChunkConfiguration()

    /// A model of about eleven million parameters.
    public init() {}

    /// Refuses sizes that make no model.
    public func validate() throws(ModelError) {
        try require(
            streaming, "streaming", streaming,
            "the Conformer that sees the whole utterance is \"model_type\": "
                + "\"\(ParakeetConfiguration.modelType)\"")
        try sizes.validate()
        try chunks.validate()
    }
}

extension ConformerConfiguration: Codable {
    private enum CodingKeys: String, CodingKey {
        case streaming
        case modelType = "model_type"
    }

    /// Reads the members of one object.
    public init(from decoder: any Decoder) throws {
        streaming = try decoder.container(keyedBy: CodingKeys.self).decode(Bool.self, forKey: .streaming)
        sizes = try ConformerSizes(from: decoder)
        chunks = try ChunkConfiguration(from: decoder)
    }

    /// Writes all members into one object.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(Self.modelType, forKey: .modelType)
        try container.encode(streaming, forKey: .streaming)
        try sizes.encode(to: encoder)
        try chunks.encode(to: encoder)
    }
}
