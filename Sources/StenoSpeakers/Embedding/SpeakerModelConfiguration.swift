/// What the `config.json` of a speaker model says.
package struct SpeakerModelConfiguration: Hashable, Codable, Sendable {
    /// The kind of network.
    package var modelType = Self.knownType
    package var network: SpeakerNetwork.Configuration
    /// How many networks of that size there are.
    package var members = 1
    /// What similarities mean, measured on development voices.
    package var similarity: SimilarityScale

    static let knownType = "steno-speaker-tdnn"

    package init(
        network: SpeakerNetwork.Configuration, members: Int = 1, similarity: SimilarityScale
    ) {
        (self.network, self.members, self.similarity) = (network, members, similarity)
    }

    /// Numbers of one frame: of every network its features and their weight.
    package var frameWidth: Int { members * (network.pooledWidth + 1) }

    enum CodingKeys: String, CodingKey {
        case modelType = "model_type"
        case network, members, similarity
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        modelType = try values.decode(String.self, forKey: .modelType)
        network = try values.decode(SpeakerNetwork.Configuration.self, forKey: .network)
        members = try values.decodeIfPresent(Int.self, forKey: .members) ?? 1
        similarity = try values.decode(SimilarityScale.self, forKey: .similarity)
    }
}
