/// What the `config.json` of a speaker model says.
package struct SpeakerModelConfiguration: Hashable, Codable, Sendable {
    /// The kind of network.
    package var modelType = Self.knownType
    package var network: SpeakerNetwork.Configuration
    /// What similarities mean, measured on development voices.
    package var similarity: SimilarityScale

    static let knownType = "steno-speaker-tdnn"

    package init(network: SpeakerNetwork.Configuration, similarity: SimilarityScale) {
        (self.network, self.similarity) = (network, similarity)
    }

    enum CodingKeys: String, CodingKey {
        case modelType = "model_type"
        case network, similarity
    }
}
