import Foundation
import StenoAcousticModel
import StenoAudio
import StenoFeatures
import StenoTestSupport
import StenoText

/// A model bundle with random weights, small enough to be made in every test: what it says means nothing, but it
/// always says the same.
struct TinyBundle {
    let folder: TemporaryFolder

    /// - Parameter dictionary: Makes the model say the phonemes of a dictionary, too.
    init(streaming: Bool = true, dictionary: String? = nil) throws {
        folder = try TemporaryFolder()
        var sizes = LSTMConfiguration()
        (sizes.streaming, sizes.bidirectional) = (streaming, !streaming)
        (sizes.convolutionChannels, sizes.hiddenSize, sizes.layers, sizes.lookAhead) = (4, 16, 1, 2)
        var options = FbankOptions()
        options.frames.edges = .reflected
        options.mel = MelOptions(binCount: 20)
        let tokenizer = try Tokenizer.characters(of: ["do re mi"])
        let phonemes = try dictionary.map { try Tokenizer.phonemes(Lexicon(reading: $0)) }
        let configuration = ModelConfiguration(
            encoder: .lstm(sizes), featureSize: 20, vocabularySize: tokenizer.vocabulary.count,
            phonemeCount: phonemes?.vocabulary.count, endPadding: 5)
        let normalization = FeatureNormalization.global(
            mean: Array(repeating: 10, count: 20), deviation: Array(repeating: 1, count: 20))
        try AcousticModel(
            configuration, tokenizer: tokenizer, phonemes: phonemes,
            features: FeatureExtractor(FeatureConfiguration(.fbank(options), normalization: normalization)),
            network: AcousticNetwork(configuration, seed: 5)
        ).save(to: folder.url)
    }

    /// A recording on which the model says something: bursts of noise between silences.
    static let recording = AudioBuffer(
        samples: (0..<6).flatMap { burst in
            Signal.noise(seconds: 0.4, amplitude: 0.3, seed: UInt64(burst))
                + [Float](repeating: 0, count: 9_000)
        }, sampleRate: .speech)
}
