import Foundation
import StenoAcousticModel
import StenoAudio
import StenoFeatures
import StenoKernels
import StenoNN
import StenoTensor
import StenoTestSupport
import StenoText
import Testing

@Suite("Acoustic model")
struct AcousticModelTests {
    /// An LSTM with every kind of look-ahead, or one that reads the utterance both ways.
    private static func lstm(streaming: Bool = true) -> EncoderConfiguration {
        var sizes = LSTMConfiguration()
        (sizes.streaming, sizes.bidirectional) = (streaming, !streaming)
        (sizes.convolutionChannels, sizes.hiddenSize, sizes.layers, sizes.lookAhead) = (4, 16, 2, 2)
        return .lstm(sizes)
    }

    /// Every kind of encoder that streams, with its total look-ahead: the frame itself with what it
    /// sees ahead, and the 7.5 ms by which the last window reaches beyond its 10 ms.
    static let streaming: [(EncoderConfiguration, Duration)] = [
        (lstm(), .microseconds(67_500)), (.transformer(Tiny.transformer(.rotary)), .microseconds(127_500)),
        (.conformer(Tiny.conformer(subsampling: 8)), .microseconds(247_500)),
    ]

    /// A small model with random weights.
    private func model(_ encoder: EncoderConfiguration = Self.lstm()) throws -> AcousticModel {
        var options = FbankOptions()
        options.frames.edges = .reflected
        options.mel = MelOptions(binCount: 20)
        let normalization = FeatureNormalization.global(
            mean: Array(repeating: 10, count: 20), deviation: Array(repeating: 4, count: 20))
        let tokenizer = try Tokenizer.characters(of: ["do re mi"])
        let configuration = ModelConfiguration(
            encoder: encoder, featureSize: 20, vocabularySize: tokenizer.vocabulary.count, endPadding: 7)
        return AcousticModel(
            configuration, tokenizer: tokenizer,
            features: try FeatureExtractor(
                FeatureConfiguration(.fbank(options), normalization: normalization)),
            network: AcousticNetwork(configuration, seed: 5))
    }

    private let samples = Signal.noise(seconds: 1.03, amplitude: 0.3)

    private func emissions(_ model: AcousticModel, _ samples: [Float]) -> Tensor {
        model.emissions(for: model.features.features(of: AudioBuffer(samples: samples, sampleRate: .speech)))
    }

    @Test("emissions are natural-log probabilities: every row sums to one")
    func probabilities() throws {
        let emissions = emissions(try model(), samples)
        for frame in 0..<emissions.shape[0] {
            #expect(
                abs(emissions[frame].array.reduce(0) { $0 + Double($1.magnitude < 80 ? exp($1) : 0) } - 1)
                    < 1e-5)
        }
    }

    @Test(
        "samples in a stream give what the whole recording gives, however they are cut",
        arguments: streaming.map(\.0), [160, 333, 4_000])
    func stream(encoder: EncoderConfiguration, chunk: Int) throws {
        let model = try model(encoder)
        var features = try model.features.makeStream(), stream = try model.makeStream()
        var parts: [Tensor] = []
        for start in stride(from: 0, to: samples.count, by: chunk) {
            let next = Array(samples[start..<min(start + chunk, samples.count)])
            parts.append(stream.accept(features.accept(next)))
        }
        parts.append(stream.accept(features.finish()))
        parts.append(stream.finish())
        let whole = emissions(model, samples)
        #expect(largestDifference(Tensor.concatenated(parts).array, whole.array) < 1e-4)
        // As many frames as there are: none is encoded twice.
        #expect(stream.frames == whole.shape[0])
    }

    @Test(
        "samples beyond the stated look-ahead change no earlier emission, and those just within it do",
        arguments: streaming)
    func lookAhead(encoder: EncoderConfiguration, stated: Duration) throws {
        let model = try model(encoder)
        let lookAhead = try #require(model.lookAhead)
        #expect(lookAhead == stated)
        // Through three convolutions with fresh weights little more than the last bit would differ.
        for (name, parameter) in model.network.namedParameters() where name.contains("subsampling") {
            parameter.value = parameter.value * 3
        }
        // The first frame of a chunk of three, or any other.
        let frame = 9
        let samples = Signal.noise(seconds: 2, amplitude: 0.3)
        let reach = SampleRate.speech.samples(in: model.frameDuration * frame + lookAhead)
        let before = emissions(model, samples)[frame].array
        var changed = samples
        for index in reach..<changed.count { changed[index] = 0.5 }
        #expect(emissions(model, changed)[frame].array == before)
        for index in (reach - 40)..<reach { changed[index] = 0.9 }
        #expect(largestDifference(emissions(model, changed)[frame].array, before) > 1e-5)
    }

    @Test("the look-ahead of a model that was trained for several can be chosen")
    func chosenLookAhead() throws {
        var configuration = Tiny.conformer(subsampling: 4)
        (configuration.chunks.frames, configuration.chunks.trained) = (3, [1, 3, 8])
        let model = try model(.conformer(configuration))
        #expect(model.lookAheads == [.microseconds(47_500), .microseconds(127_500), .microseconds(327_500)])
        #expect(model.lookAhead == .microseconds(127_500))
        let quick = try model.lookingAhead(atMost: .milliseconds(100))
        #expect(quick.lookAhead == .microseconds(47_500))
        #expect(try model.lookingAhead(atMost: .seconds(2)).lookAhead == .microseconds(327_500))
        #expect {
            try model.lookingAhead(atMost: .milliseconds(40))
        } throws: { "\($0)" == "the model looks ahead at least 48 ms; 40 ms is too little for it" }
        let folder = try TemporaryFolder()
        try quick.save(to: folder.url)
        let read = try AcousticModel(at: folder.url)
        #expect(read.lookAhead == quick.lookAhead)
        #expect(emissions(read, samples).array == emissions(quick, samples).array)
        #expect(emissions(read, samples).array != emissions(model, samples).array)
    }

    @Test(
        "a model survives being saved and read",
        arguments: streaming.map(\.0) + [.parakeet(Tiny.parakeet(subsampling: 8))])
    func roundTrip(encoder: EncoderConfiguration) throws {
        let folder = try TemporaryFolder(), model = try model(encoder)
        try model.save(to: folder.url)
        let read = try AcousticModel(at: folder.url)
        #expect(read.configuration == model.configuration)
        #expect(read.tokenizer == model.tokenizer)
        #expect(read.features.configuration == model.features.configuration)
        #expect(emissions(read, samples).array == emissions(model, samples).array)
    }

    @Test(
        "a model in eight bits is the same after being read, streams as it reads, and says nearly the same",
        arguments: streaming.map(\.0))
    func eightBits(encoder: EncoderConfiguration) throws {
        let folder = try TemporaryFolder(), model = try model(encoder)
        let exact = emissions(model, samples)
        model.weightPrecision = .int8
        let rounded = emissions(model, samples)
        try model.save(to: folder.url)
        let read = try AcousticModel(at: folder.url)
        #expect(read.weightPrecision == .int8)
        // Scales are rounded once more when they are read.
        #expect(largestDifference(emissions(read, samples).array, rounded.array) < 1e-4)
        var features = try read.features.makeStream(), stream = try read.makeStream()
        let parts = [
            stream.accept(features.accept(samples)), stream.accept(features.finish()), stream.finish(),
        ]
        #expect(largestDifference(Tensor.concatenated(parts).array, rounded.array) < 1e-4)
        // One step of 127 in weights and activations of layers as narrow as these.
        #expect(largestDifference(rounded.array, exact.array) < 0.2)
        #expect(rounded.array != exact.array)
    }

    @Test("a bundle whose tensors do not fit its configuration says which")
    func wrongTensors() throws {
        let folder = try TemporaryFolder()
        try model().save(to: folder.url)
        let file = folder.file("config.json")
        let changed = try String(contentsOf: file, encoding: .utf8)
            .replacing("\"lookahead_frames\" : 2", with: "\"lookahead_frames\" : 3")
        try Data(changed.utf8).write(to: file)
        #expect {
            try AcousticModel(at: folder.url)
        } throws: { "\($0)".contains("encoder.lookahead.weight is [16, 1, 3] and should be [16, 1, 4]") }
    }

    @Test("the offline Conformer's config.json says what Hugging Face's says, where it says it")
    func parakeetConfiguration() throws {
        let folder = try TemporaryFolder()
        try model(.parakeet(Tiny.parakeet(subsampling: 8))).save(to: folder.url)
        let json = try JSONSerialization.jsonObject(with: Data(contentsOf: folder.file("config.json")))
        let members = try #require(json as? [String: Any])
        let encoder = try #require(members["encoder_config"] as? [String: Any])
        #expect(members["model_type"] as? String == "parakeet_ctc")
        #expect(members["pad_token_id"] as? Int == 0)
        #expect(encoder["num_mel_bins"] as? Int == 20)
        #expect(encoder["hidden_size"] as? Int == 8)
        #expect(encoder["subsampling_factor"] as? Int == 8)
    }

    @Test("a bundle of a kind this version does not have says so")
    func unknownType() throws {
        let folder = try TemporaryFolder()
        try Data(#"{"model_type": "oracle"}"#.utf8).write(to: folder.file("config.json"))
        #expect {
            try AcousticModel(at: folder.url)
        } throws: { "\($0)".contains("a model of type \"oracle\"; this version knows steno_lstm_ctc") }
    }

    @Test(
        "a missing file of a bundle is named",
        arguments: ["config.json", "preprocessor_config.json", "vocab.json", "model.safetensors"])
    func missing(name: String) throws {
        let folder = try TemporaryFolder()
        try model().save(to: folder.url)
        try FileManager.default.removeItem(at: folder.file(name))
        #expect(throws: ModelError.self) { try AcousticModel(at: folder.url) }
    }

    @Test("a model that needs the whole utterance refuses to stream")
    func offlineOnly() throws {
        #expect(throws: ModelError.notStreaming(type: "steno_lstm_ctc")) {
            _ = try model(Self.lstm(streaming: false)).makeStream()
        }
    }

    @Test("no audio gives only the frames of the end's padding")
    func empty() throws {
        let model = try model()
        #expect(emissions(model, []).shape[0] == 4)
    }
}
