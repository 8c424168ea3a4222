public import Foundation
import StenoAudio
package import StenoFeatures
import StenoNN
import StenoTensor

/// A speaker model: turns speech into embeddings.
public struct SpeakerEmbedder: Sendable {
    package let network: SpeakerNetwork
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
            let network = SpeakerNetwork(configuration.network, using: &generator)
            try network.load(from: folder.appending(path: "model.safetensors"))
            try self.init(network: network, configuration: configuration)
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
    package init(network: SpeakerNetwork, configuration: SpeakerModelConfiguration) throws(SpeakerError) {
        var options = FbankOptions()
        options.mel.binCount = configuration.network.melBins
        do {
            features = try FeatureExtractor(options)
        } catch {
            throw .invalidModel(path: "in memory", reason: String(describing: error))
        }
        (self.network, self.configuration) = (network, configuration)
        fingerprint = network.fingerprint
    }

    /// Writes the folder of a model bundle, each file whole or not at all.
    package func save(to folder: URL) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try network.save(to: folder.appending(path: "model.safetensors"))
        try activity?.save(to: folder)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try encoder.encode(configuration).write(to: folder.appending(path: "config.json"), options: .atomic)
    }

    /// The voice in several stretches of speech taken together; `.none` where they are empty.
    func embedding(of speech: PooledSpeech) -> SpeakerEmbedding {
        let nobody = SpeakerEmbedding.none(count: configuration.network.embeddingWidth)
        guard speech.count > 0 else { return nobody }
        let statistics = Tensor(speech.statistics, shape: [1, 2 * configuration.network.pooledWidth])
        return SpeakerEmbedding(scaling: network.embeddings(of: statistics).array) ?? nobody
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

extension SpeakerNetwork {
    /// A hash of all names and numbers (FNV-1a, 64 bits): two models that differ have different fingerprints.
    var fingerprint: String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        func add(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        func add(_ name: String, _ numbers: Tensor) {
            name.utf8.forEach(add)
            for number in numbers.array {
                for shift in stride(from: UInt32(0), to: 32, by: 8) {
                    add(UInt8(truncatingIfNeeded: number.bitPattern >> shift))
                }
            }
        }
        for (name, parameter) in namedParameters() { add(name, parameter.value) }
        for (name, buffer) in namedBuffers() { add(name, buffer.value) }
        return String(hash, radix: 16)
    }
}
