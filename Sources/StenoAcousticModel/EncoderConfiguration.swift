/// The kind of encoder and its sizes: what a recipe's `model` section says.
public enum EncoderConfiguration: Hashable, Sendable {
    case lstm(LSTMConfiguration)
    case transformer(TransformerConfiguration)
    /// A Conformer that streams.
    case conformer(ConformerConfiguration)
    /// A Conformer that reads whole utterances.
    case parakeet(ParakeetConfiguration)

    /// The defaults of each kind.
    public static let kinds: [EncoderConfiguration] = [
        .lstm(LSTMConfiguration()), .transformer(TransformerConfiguration()),
        .conformer(ConformerConfiguration()), .parakeet(ParakeetConfiguration()),
    ]

    /// What `config.json` calls the kind.
    public var modelType: String {
        switch self {
        case .lstm: LSTMConfiguration.modelType
        case .transformer: TransformerConfiguration.modelType
        case .conformer: ConformerConfiguration.modelType
        case .parakeet: ParakeetConfiguration.modelType
        }
    }

    /// Whether the model can follow a live stream.
    public var isStreaming: Bool {
        switch self {
        case .lstm(let configuration): configuration.streaming
        case .transformer(let configuration): configuration.streaming
        case .conformer(let configuration): configuration.streaming
        case .parakeet: false
        }
    }

    /// Refuses sizes that make no model.
    public func validate() throws(ModelError) {
        switch self {
        case .lstm(let configuration): try configuration.validate()
        case .transformer(let configuration): try configuration.validate()
        case .conformer(let configuration): try configuration.validate()
        case .parakeet(let configuration): try configuration.validate()
        }
    }

    /// How far a model sees whose look-ahead can be chosen; nil for others.
    var chunks: ChunkConfiguration? {
        switch self {
        case .transformer(let configuration) where configuration.streaming: configuration.chunks
        case .conformer(let configuration): configuration.chunks
        case .lstm, .transformer, .parakeet: nil
        }
    }

    /// The same model, seeing otherwise.
    func with(_ chunks: ChunkConfiguration) -> EncoderConfiguration {
        switch self {
        case .transformer(var configuration):
            configuration.chunks = chunks
            return .transformer(configuration)
        case .conformer(var configuration):
            configuration.chunks = chunks
            return .conformer(configuration)
        case .lstm, .parakeet: return self
        }
    }
}

extension EncoderConfiguration: Codable {
    private enum CodingKeys: String, CodingKey {
        case modelType = "model_type"
    }

    /// Reads the kind that `model_type` names.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        switch try container.decode(String.self, forKey: .modelType) {
        case LSTMConfiguration.modelType: self = .lstm(try LSTMConfiguration(from: decoder))
        case TransformerConfiguration.modelType:
            self = .transformer(try TransformerConfiguration(from: decoder))
        case ConformerConfiguration.modelType:
            self = .conformer(try ConformerConfiguration(from: decoder))
        case ParakeetConfiguration.modelType: self = .parakeet(try ParakeetConfiguration(from: decoder))
        case let other:
            let known = Self.kinds.map(\.modelType).joined(separator: ", ")
            throw DecodingError.dataCorruptedError(
                forKey: .modelType, in: container, debugDescription: "\"\(other)\" is not one of \(known)")
        }
    }

    /// Writes the members of the kind, its name among them.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .lstm(let configuration): try configuration.encode(to: encoder)
        case .transformer(let configuration): try configuration.encode(to: encoder)
        case .conformer(let configuration): try configuration.encode(to: encoder)
        case .parakeet(let configuration): try configuration.encode(to: encoder)
        }
    }
}
