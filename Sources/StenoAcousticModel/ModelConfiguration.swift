/// What `config.json` of an acoustic model says: the encoder's kind and sizes, and what goes in and comes out.
public struct ModelConfiguration: Hashable, Sendable {
    /// The encoder; its members and these lie side by side in the file.
    public var encoder: EncoderConfiguration
    /// Feature bins of one frame, F.
    public var featureSize: Int
    /// Symbols with the blank, V.
    public var vocabularySize: Int
    /// Phonemes with the blank, P, where a second output layer says the phonemes of what the first spells.
    public var phonemeCount: Int?
    /// Frames of zeros, the mean of normalized features, that are read after the end of every utterance. An encoder
    /// that sees little of the future decides late: this is where it says the last letters.
    public var endPadding: Int

    /// A model for features of so many bins and a vocabulary of so many symbols.
    public init(
        encoder: EncoderConfiguration, featureSize: Int, vocabularySize: Int, phonemeCount: Int? = nil,
        endPadding: Int = 0
    ) {
        self.encoder = encoder
        self.featureSize = featureSize
        self.vocabularySize = vocabularySize
        self.phonemeCount = phonemeCount
        self.endPadding = endPadding
    }
}

extension ModelConfiguration: Codable {
    private enum CodingKeys: String, CodingKey {
        case featureSize = "num_mel_bins"
        case vocabularySize = "vocab_size"
        case phonemeCount = "phoneme_vocab_size"
        case endPadding = "end_padding_frames"
        case parakeet = "encoder_config"
    }

    /// Reads the encoder's members and the sizes from one object; Parakeet's holds the number of bins with its encoder.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        encoder = try EncoderConfiguration(from: decoder)
        if case .parakeet = encoder {
            let nested = try container.nestedContainer(keyedBy: CodingKeys.self, forKey: .parakeet)
            featureSize = try nested.decode(Int.self, forKey: .featureSize)
        } else {
            featureSize = try container.decode(Int.self, forKey: .featureSize)
        }
        vocabularySize = try container.decode(Int.self, forKey: .vocabularySize)
        phonemeCount = try container.decodeIfPresent(Int.self, forKey: .phonemeCount)
        endPadding = try container.decodeIfPresent(Int.self, forKey: .endPadding) ?? 0
    }

    /// Writes the encoder's members and the sizes into one object.
    public func encode(to encoder: any Encoder) throws {
        try self.encoder.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        if case .parakeet = self.encoder {
            var nested = container.nestedContainer(keyedBy: CodingKeys.self, forKey: .parakeet)
            try nested.encode(featureSize, forKey: .featureSize)
        } else {
            try container.encode(featureSize, forKey: .featureSize)
        }
        try container.encode(vocabularySize, forKey: .vocabularySize)
        try container.encodeIfPresent(phonemeCount, forKey: .phonemeCount)
        try container.encode(endPadding, forKey: .endPadding)
    }
}
