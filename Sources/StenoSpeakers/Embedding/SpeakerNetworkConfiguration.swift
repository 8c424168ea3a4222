extension SpeakerNetwork {
    /// How the layers are joined.
    package enum Kind: String, Codable, Sendable {
        /// One after the other, all frames alike.
        case chain = "x-vector"
        /// Each adds to its input, the last hears all, and frames have weights.
        case residual
    }

    /// The sizes of a network.
    package struct Configuration: Hashable, Sendable {
        package var kind = Kind.chain
        /// F
        package var melBins = 80
        /// Features between the layers.
        package var width = 256
        /// Features whose statistics are taken.
        package var pooledWidth = 512
        /// Coordinates of an embedding.
        package var embeddingWidth = 128
        /// Steps between the three taps of each layer after the first.
        package var dilations = [2, 3]

        package init() {}
    }
}

extension SpeakerNetwork.Configuration: Codable {
    enum CodingKeys: String, CodingKey {
        case kind
        case melBins = "mel_bins"
        case width
        case pooledWidth = "pooled_width"
        case embeddingWidth = "embedding_width"
        case dilations
    }
}
