package import Foundation
import StenoFeatures
import StenoNN
import StenoTensor

/// A trained detector of speech, as the folder `speaker/` of a bundle holds it beside the speaker model.
package struct VoiceActivityDetector: Sendable {
    package let network: VoiceActivityNetwork
    package let configuration: VoiceActivityNetwork.Configuration

    let features: FeatureExtractor

    private static let (settings, weights) = ("voice_activity.json", "voice_activity.safetensors")

    package init(network: VoiceActivityNetwork, configuration: VoiceActivityNetwork.Configuration) throws {
        (self.network, self.configuration) = (network, configuration)
        var options = FbankOptions()
        options.mel.binCount = configuration.melBins
        features = try FeatureExtractor(options)
    }

    /// - Returns: `nil` where the folder holds no detector.
    package init?(at folder: URL) throws {
        let settings = folder.appending(path: Self.settings)
        guard FileManager.default.fileExists(atPath: settings.path(percentEncoded: false)) else { return nil }
        let configuration = try JSONDecoder().decode(
            VoiceActivityNetwork.Configuration.self, from: Data(contentsOf: settings))
        var generator = SeededGenerator(seed: 0)
        let network = VoiceActivityNetwork(configuration, using: &generator)
        try network.load(from: folder.appending(path: Self.weights))
        try self.init(network: network, configuration: configuration)
    }

    /// Writes both files, each whole or not at all.
    package func save(to folder: URL) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try network.save(to: folder.appending(path: Self.weights))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try encoder.encode(configuration).write(
            to: folder.appending(path: Self.settings), options: .atomic)
    }
}
