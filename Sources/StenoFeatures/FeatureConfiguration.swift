import StenoAudio

/// What `preprocessor_config.json` says: which features, and how they are normalized.
///
/// The names are those of Hugging Face's feature extractors where these have one (`sampling_rate`, `win_length`,
/// `hop_length`, `num_mel_bins`, `mean`, `std` …), lengths in samples as there. A name that is left out stands for
/// the default; names that mean nothing here are passed over.
public struct FeatureConfiguration: Sendable, Equatable {
    /// The features.
    public var options: FeatureOptions
    /// What is done to them afterwards.
    public var normalization: FeatureNormalization

    /// Features and their normalization.
    public init(_ options: FeatureOptions, normalization: FeatureNormalization = .none) {
        self.options = options
        self.normalization = normalization
    }
}

extension FeatureConfiguration: Codable {
    private enum Kind: String {
        case fbank, mfcc, spectrogram
        /// Hugging Face's name for Kaldi's filterbank with `normalize_means` and `normalize_vars`.
        case speech2Text = "Speech2TextFeatureExtractor"
    }

    /// Writes every name, so that a reader need not know the defaults.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: FeatureKey.self)
        switch options {
        case .fbank(let options):
            try container.encode(Kind.fbank.rawValue, forKey: .extractor)
            try options.encode(into: &container)
        case .mfcc(let options):
            try container.encode(Kind.mfcc.rawValue, forKey: .extractor)
            try options.encode(into: &container)
        case .spectrogram(let options):
            try container.encode(Kind.spectrogram.rawValue, forKey: .extractor)
            try options.encode(into: &container)
        }
        try normalization.encode(into: &container)
    }

    /// Reads the names that are there.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: FeatureKey.self)
        let name = try container.decode(String.self, forKey: .extractor)
        guard let kind = Kind(rawValue: name) else { throw FeatureError.unknownExtractor(name: name) }
        normalization = try FeatureNormalization(from: container)
        switch kind {
        case .fbank: options = .fbank(try FbankOptions(from: container))
        case .mfcc: options = .mfcc(try MFCCOptions(from: container))
        case .spectrogram: options = .spectrogram(try SpectrogramOptions(from: container))
        case .speech2Text:
            options = .fbank(try FbankOptions(from: container))
            let scalesVariance = try container.decodeIfPresent(Bool.self, forKey: .normalizesVariance) ?? true
            normalization = .utterance(scalesVariance: scalesVariance)
        }
    }
}

extension FbankOptions: Codable {
    /// Writes the names of `preprocessor_config.json`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: FeatureKey.self)
        try encode(into: &container)
    }

    /// Reads the names of `preprocessor_config.json`.
    public init(from decoder: any Decoder) throws {
        try self.init(from: decoder.container(keyedBy: FeatureKey.self))
    }
}

extension MFCCOptions: Codable {
    /// Writes the names of `preprocessor_config.json`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: FeatureKey.self)
        try encode(into: &container)
    }

    /// Reads the names of `preprocessor_config.json`.
    public init(from decoder: any Decoder) throws {
        try self.init(from: decoder.container(keyedBy: FeatureKey.self))
    }
}

extension SpectrogramOptions: Codable {
    /// Writes the names of `preprocessor_config.json`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: FeatureKey.self)
        try encode(into: &container)
    }

    /// Reads the names of `preprocessor_config.json`.
    public init(from decoder: any Decoder) throws {
        try self.init(from: decoder.container(keyedBy: FeatureKey.self))
    }
}
