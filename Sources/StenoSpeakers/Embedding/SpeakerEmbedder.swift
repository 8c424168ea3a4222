public import Foundation
import StenoAudio
package import StenoFeatures
import StenoNN
import StenoTensor

/// A speaker model: turns speech into embeddings.
public struct SpeakerEmbedder: Sendable {
    package let networks: SpeakerEnsemble
    package let configuration: SpeakerModelConfiguration
    package let features: FeatureExtractor
    /// What finds speech; `nil` to go by energy.
    package var activity: VoiceActivityDetector?
    /// What tells this model's embeddings from those of another.
    public let fingerprint: String

    /// What a similarity of two embeddings of this model means.
    public var similarityScale: SimilarityScale { configuration.similarity }

    /// Loads the folder `speaker/` of a model bundle: `config.json` and `model.safetensors`, and the voice activity
    /// detector where there is one.
    public init(at folder: URL) throws(SpeakerError) {
        let path = folder.path(percentEncoded: false)
        do {
            let configuration = try JSONDecoder().decode(
                SpeakerModelConfiguration.self, from: Data(contentsOf: folder.appending(path: "config.json")))
            guard configuration.modelType == SpeakerModelConfiguration.knownType else {
                throw SpeakerError.invalidModel(
                    path: path,
                    reason:
                        "its model_type is \(configuration.modelType), not \(SpeakerModelConfiguration.knownType)"
                )
            }
            var generator = SeededGenerator(seed: 0)
            let networks = SpeakerEnsemble(
                members: (0..<configuration.members).map { _ in
                    SpeakerNetwork(configuration.network, using: &generator)
                })
            try networks.load(from: folder.appending(path: "model.safetensors"))
            try self.init(networks: networks, configuration: configuration)
            activity = try VoiceActivityDetector(at: folder)
            if let activity, activity.configuration.melBins != configuration.network.melBins {
                throw SpeakerError.invalidModel(
                    path: path,
                    reason: "its voice activity detector hears other bands than its speaker network")
            }
        } catch let error as SpeakerError {
            throw error
        } catch {
            throw .invalidModel(path: path, reason: String(describing: error))
        }
    }

    /// A model in memory.
    package init(
        networks: SpeakerEnsemble, configuration: SpeakerModelConfiguration
    ) throws(SpeakerError) {
        var options = FbankOptions()
        options.mel.binCount = configuration.network.melBins
        do {
            features = try FeatureExtractor(options)
        } catch {
            throw .invalidModel(path: "in memory", reason: String(describing: error))
        }
        (self.networks, self.configuration) = (networks, configuration)
        fingerprint = networks.fingerprint
    }

    /// Several models that hear together, with what the first of them finds speech by and takes similarities for.
    ///
    /// - Throws: `SpeakerError.differentSizes`.
    package init(joining models: [SpeakerEmbedder]) throws(SpeakerError) {
        guard let first = models.first,
            models.allSatisfy({ $0.configuration.network == first.configuration.network })
        else { throw .differentSizes }
        let networks = SpeakerEnsemble(members: models.flatMap(\.networks.members))
        try self.init(
            networks: networks,
            configuration: SpeakerModelConfiguration(
                network: first.configuration.network, members: networks.members.count,
                similarity: first.configuration.similarity))
        activity = first.activity
    }

    /// Writes the folder of a model bundle, each file whole or not at all.
    package func save(to folder: URL) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try networks.save(to: folder.appending(path: "model.safetensors"))
        try activity?.save(to: folder)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try encoder.encode(configuration).write(to: folder.appending(path: "config.json"), options: .atomic)
    }

    /// The voice in several stretches of speech taken together; `.none` where they are empty.
    func embedding(of speech: PooledSpeech) -> SpeakerEmbedding {
        let (members, network) = (configuration.members, configuration.network)
        let nobody = SpeakerEmbedding.none(count: members * network.embeddingWidth)
        guard speech.count > 0 else { return nobody }
        let statistics = Tensor(speech.statistics, shape: [members, 2 * network.pooledWidth])
        return networks.embedding(of: statistics) ?? nobody
    }
}

extension FeatureExtractor {
    /// A stream of features that are not normalized over an utterance.
    func makeSpeechStream() -> FeatureStream {
        do {
            return try makeStream()
        } catch {
            preconditionFailure("features that are not normalized over an utterance are streamable: \(error)")
        }
    }
}
