/// An offline Conformer as Hugging Face's `ParakeetForCTC` is: the same names, shapes, arithmetic and `config.json`.
public struct ParakeetConfiguration: Codable, Hashable, Sendable {
    /// What `config.json` calls this kind of model.
    public static let modelType = "parakeet_ctc"

    /// Always `parakeet_ctc`.
    public var modelType = Self.modelType
    /// The label of the blank, which Hugging Face's models name so. Always 0 here.
    public var blank = 0
    /// The encoder's sizes.
    public var encoder = ConformerSizes(subsampling: 8)

    /// A model of about eleven million parameters.
    public init() {}

    enum CodingKeys: String, CodingKey {
        case modelType = "model_type"
        case blank = "pad_token_id"
        case encoder = "encoder_config"
    }

    /// Refuses sizes that make no model.
    public func validate() throws(ModelError) {
        try require(blank == 0, "pad_token_id", blank, "the blank is symbol 0 of a vocabulary here")
        try encoder.validate()
    }
}
