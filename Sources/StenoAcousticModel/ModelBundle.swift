public import FoundationEssentials
import StenoFeatures
import StenoNN
import StenoTensor
import StenoText

/// The files of an acoustic model's bundle, laid out as the Hugging Face hub has them.
package enum BundleFile {
    package static let configuration = "config.json"
    package static let features = "preprocessor_config.json"
    package static let weights = "model.safetensors"
    package static let card = "README.md"
}

extension AcousticModel {
    /// Reads a bundle: `config.json`, `preprocessor_config.json`, `vocab.json` or `tokenizer.json`, for a model that says
    /// phonemes `phonemes.json` and `pronunciations.dict`, and `model.safetensors`, in which every name, shape and
    /// element type is checked.
    public init(at folder: URL) throws(ModelError) {
        let configuration = try Self.configuration(in: folder)
        let tokenizer = try Self.checked("vocab_size", configuration.vocabularySize, in: folder) {
            folder throws(TextError) in try Tokenizer(folder: folder)
        }
        let phonemes: Tokenizer? =
            if let count = configuration.phonemeCount {
                try Self.checked("phoneme_vocab_size", count, in: folder) { folder throws(TextError) in
                    try Tokenizer.phonemes(folder: folder)
                }
            } else { nil }
        let features = try Self.features(in: folder, size: configuration.featureSize)
        let network = AcousticNetwork(configuration, seed: 0)
        let weights = folder.appending(path: BundleFile.weights)
        do { try network.load(from: weights) } catch {
            throw .unreadable(file: weights, reason: error.description)
        }
        self.init(
            configuration, tokenizer: tokenizer, phonemes: phonemes, features: features, network: network)
    }

    /// Writes a bundle. Each file replaces what is there as a whole.
    public func save(to folder: URL) throws(ModelError) {
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try json(configuration).write(
                to: folder.appending(path: BundleFile.configuration), options: .atomic)
            try json(features.configuration).write(
                to: folder.appending(path: BundleFile.features), options: .atomic)
            try spelling.write(to: folder)
            try phonemes?.write(to: folder)
            try network.save(to: folder.appending(path: BundleFile.weights))
        } catch {
            throw .unwritable(file: folder, reason: "\(error)")
        }
    }

    /// Kind and sizes of the model in a bundle.
    package static func configuration(in folder: URL) throws(ModelError) -> ModelConfiguration {
        let file = folder.appending(path: BundleFile.configuration)
        let kind: ModelKind = try read(file)
        let known = EncoderConfiguration.kinds.map(\.modelType)
        guard known.contains(kind.modelType) else {
            throw .unknownType(kind.modelType, known: known, bundle: folder)
        }
        let configuration: ModelConfiguration = try read(file)
        try configuration.encoder.validate()
        return configuration
    }

    /// A tokenizer of as many symbols as the configuration has under a key.
    private static func checked(
        _ key: String, _ size: Int, in folder: URL, read: (URL) throws(TextError) -> Tokenizer
    ) throws(ModelError) -> Tokenizer {
        let tokenizer: Tokenizer
        do { tokenizer = try read(folder) } catch {
            throw .unreadable(file: folder, reason: error.description)
        }
        guard tokenizer.vocabulary.count == size else {
            throw .badConfiguration(
                key: key,
                reason: "is \(size), but the vocabulary has \(tokenizer.vocabulary.count) symbols")
        }
        return tokenizer
    }

    private static func features(in folder: URL, size: Int) throws(ModelError) -> FeatureExtractor {
        let file = folder.appending(path: BundleFile.features)
        let configuration: FeatureConfiguration = try read(file)
        let extractor: FeatureExtractor
        do { extractor = try FeatureExtractor(configuration) } catch {
            throw .unreadable(file: file, reason: error.description)
        }
        guard extractor.featureCount == size else {
            throw .badConfiguration(
                key: "num_mel_bins",
                reason: "is \(size), but \(BundleFile.features) makes \(extractor.featureCount)")
        }
        return extractor
    }

    private static func read<Contents: Decodable>(_ file: URL) throws(ModelError) -> Contents {
        let data: Data
        do { data = try Data(contentsOf: file) } catch {
            throw .unreadable(file: file, reason: "there is no such file, or no right to read it")
        }
        do { return try JSONDecoder().decode(Contents.self, from: data) } catch {
            throw .unreadable(file: file, reason: fault(error))
        }
    }

    private func json(_ contents: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(contents)
    }
}

/// The one member of `config.json` that every model has.
private struct ModelKind: Decodable {
    var modelType: String

    enum CodingKeys: String, CodingKey {
        case modelType = "model_type"
    }
}

/// What is wrong with a JSON document, in words.
private func fault(_ error: any Error) -> String {
    switch error {
    case DecodingError.keyNotFound(let key, _): "it has no \"\(key.stringValue)\""
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
        "\"\(context.codingPath.map(\.stringValue).joined(separator: "."))\": \(context.debugDescription)"
    case DecodingError.dataCorrupted(let context): context.debugDescription
    default: "\(error)"
    }
}
