/// The kind of encoder and its sizes: what a recipe's `model` section says.
public enum EncoderConfiguration: Hashable, Sendable {
    case lstm(LSTMConfiguration)

    /// The defaults of each kind.
    public static let kinds: [EncoderConfiguration] = [.lstm(LSTMConfiguration())]

    /// What `config.json` calls the kind.
    public var modelType: String {
        switch self {
        case .lstm: LSTMConfiguration.modelType
        }
    }

    /// Whether the model can follow a live stream.
    public var isStreaming: Bool {
        switch self {
        case .lstm(let configuration): configuration.streaming
        }
    }

    /// Refuses sizes that make no model.
    public func validate() throws(ModelError) {
        switch self {
        case .lstm(let configuration): try configuration.validate()
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
        }
    }
}
