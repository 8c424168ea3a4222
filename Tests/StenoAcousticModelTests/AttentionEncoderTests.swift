import StenoAcousticModel
import StenoNN
import StenoTensor
import StenoTestSupport
import Testing

@Suite("Transformer and Conformer encoders")
struct AttentionEncoderTests {
    private static let bins = 16

    /// Every kind that streams, with chunks of one frame, some and many, and with little or no past.
    static let streaming =
        streaming(chunk: 3, leftContext: 2) + streaming(chunk: 1, leftContext: 0)
        + streaming(chunk: 5, leftContext: 40)

    private static func streaming(chunk: Int, leftContext: Int) -> [EncoderConfiguration] {
        var chunks = Tiny.chunks
        (chunks.frames, chunks.trained, chunks.leftContext) = (chunk, [chunk], leftContext)
        let conformers = [4, 8].map { subsampling -> EncoderConfiguration in
            var configuration = Tiny.conformer(subsampling: subsampling)
            configuration.chunks = chunks
            return .conformer(configuration)
        }
        let transformers = [TransformerConfiguration.Positions.rotary, .relative, .sinusoidal].map {
            positions -> EncoderConfiguration in
            var configuration = Tiny.transformer(positions)
            configuration.chunks = chunks
            return .transformer(configuration)
        }
        return conformers + transformers
    }

    static let offline: [EncoderConfiguration] = [
        .parakeet(Tiny.parakeet(subsampling: 4)), .parakeet(Tiny.parakeet(subsampling: 8)),
        .transformer(Tiny.transformer(.rotary, streaming: false)),
        .transformer(Tiny.transformer(.relative, streaming: false)),
    ]

    /// With weights larger than the first ones usually are, so that what is far away matters.
    private func encoder(_ configuration: EncoderConfiguration) -> any AcousticEncoder {
        let network = AcousticNetwork(
            ModelConfiguration(encoder: configuration, featureSize: Self.bins, vocabularySize: 5), seed: 3)
        for (index, (name, parameter)) in network.namedParameters().enumerated() where !name.contains("norm")
        {
            let limit = parameter.shape.rank > 1 ? 2 / Float(parameter.shape[1] * 3).squareRoot() : 0.3
            parameter.value = randomTensor(parameter.shape, in: -limit...limit, seed: UInt64(index))
        }
        return network.encoder
    }

    private func features(_ frames: Int, seed: UInt64 = 1) -> Tensor {
        randomTensor([frames, Self.bins], in: -2...2, seed: seed)
    }

    private func whole(_ encoder: any AcousticEncoder, _ features: Tensor) -> Tensor {
        encoder.encode(
            features.reshaped(to: [1, features.shape[0], Self.bins]), lengths: [features.shape[0]]
        ).frames[0]
    }

    private func streamed(
        _ stream: inout any AcousticEncoderStream, _ features: Tensor, chunk: Int
    ) -> Tensor {
        let parts = stride(from: 0, to: features.shape[0], by: chunk).map { start in
            stream.accept(features.sliced(start..<min(start + chunk, features.shape[0])))
        }
        return .concatenated(parts + [stream.finish()])
    }

    @Test(
        "a stream gives what the whole utterance gives under the same mask, however it is cut",
        arguments: streaming, [1, 3, 8, 29, 200])
    func streamEqualsWhole(_ configuration: EncoderConfiguration, chunk: Int) throws {
        let encoder = encoder(configuration), features = features(115)
        var stream = try #require(encoder.makeStream())
        let streamed = streamed(&stream, features, chunk: chunk)
        #expect(streamed.shape[0] == encoder.outputLength(115))
        // Products of other sizes round differently; frames are normalized to about 1.
        #expect(largestDifference(streamed.array, whole(encoder, features).array) < 1e-4)
    }

    @Test("every frame passes the layers once", arguments: [1, 8, 29, 200])
    func encodesOnce(chunk: Int) throws {
        let transformer = try #require(
            encoder(.transformer(Tiny.transformer(.rotary))) as? AttentionEncoder<TransformerLayer>)
        var first = try #require(transformer.makeStream() as? AttentionEncoderStream<TransformerLayer>)
        let conformer = try #require(
            encoder(.conformer(Tiny.conformer(subsampling: 8))) as? AttentionEncoder<ConformerLayer>)
        var second = try #require(conformer.makeStream() as? AttentionEncoderStream<ConformerLayer>)
        let features = features(115)
        for start in stride(from: 0, to: 115, by: chunk) {
            let next = features.sliced(start..<min(start + chunk, 115))
            _ = (first.accept(next), second.accept(next))
        }
        _ = (first.finish(), second.finish())
        #expect(first.encodedFrames == transformer.outputLength(115))
        #expect(second.encodedFrames == conformer.outputLength(115))
    }

    @Test(
        "no frame beyond the look-ahead changes an output, and the last frame within it does",
        arguments: streaming)
    func lookAhead(_ configuration: EncoderConfiguration) throws {
        let encoder = encoder(configuration), features = features(112)
        let reach = try #require(encoder.lookAhead)
        // The first frame of a chunk sees furthest.
        let frame = reach / encoder.subsampling + 1
        let end = (frame + 1) * encoder.subsampling + reach
        let before = whole(encoder, features)[frame].array
        #expect(whole(encoder, changed(features, from: end))[frame].array == before)
        #expect(whole(encoder, changed(features, from: end - 1))[frame].array != before)
    }

    @Test(
        "an encoder for whole utterances sees the last frame from the first, and has no stream",
        arguments: offline)
    func seesAll(_ configuration: EncoderConfiguration) {
        let encoder = encoder(configuration), features = features(112)
        #expect(encoder.lookAhead == nil)
        #expect(encoder.makeStream() == nil)
        #expect(
            whole(encoder, changed(features, from: 111))[0].array != whole(encoder, features)[0].array)
    }

    private func changed(_ features: Tensor, from frame: Int) -> Tensor {
        .concatenated([features.sliced(0..<frame), self.features(features.shape[0] - frame, seed: 9)])
    }

    @Test(
        "an utterance is encoded the same alone and beside a longer one",
        arguments: offline + streaming)
    func padding(_ configuration: EncoderConfiguration) {
        let encoder = encoder(configuration), short = features(45), long = features(90, seed: 2)
        let padded = Tensor.concatenated([short, Tensor(repeating: 0, shape: [45, Self.bins])])
        let batch = Tensor.concatenated([padded, long]).reshaped(to: [2, 90, Self.bins])
        let encoded = encoder.encode(batch, lengths: [45, 90])
        let count = encoder.outputLength(45)
        #expect(encoded.lengths == [count, encoder.outputLength(90)])
        let alone = whole(encoder, short).array
        #expect(largestDifference(encoded.frames[0].sliced(0..<count).array, alone) < 1e-5)
        #expect(largestDifference(encoded.frames[1].array, whole(encoder, long).array) < 1e-5)
    }

    @Test(
        "while training, too, what lies behind an utterance changes nothing of it",
        arguments: offline + streaming)
    func paddingInTraining(_ configuration: EncoderConfiguration) {
        let encoder = encoder(configuration), features = features(45)
        func trained(_ x: Tensor) -> Encoding {
            encoder.encode(x.reshaped(to: [1, x.shape[0], Self.bins]).on(Tape(seed: 1)), lengths: [45])
        }
        let padded = trained(.concatenated([features, self.features(30, seed: 4)]))
        let count = encoder.outputLength(45)
        #expect(
            largestDifference(padded.frames[0].sliced(0..<count).array, trained(features).frames[0].array)
                < 1e-5)
    }

    @Test("a training step draws one of the trained lengths of chunk, inference uses the one stated")
    func drawnChunks() {
        var configuration = Tiny.conformer(subsampling: 4)
        (configuration.chunks.trained, configuration.chunks.frames) = ([1, 3, 6], 3)
        let features = features(90).reshaped(to: [1, 90, Self.bins])
        let masked = [1, 3, 6].map { chunk -> Tensor in
            configuration.chunks.frames = chunk
            return encoder(.conformer(configuration)).encode(features, lengths: [90]).frames
        }
        configuration.chunks.frames = 3
        let mixed = encoder(.conformer(configuration))
        #expect(mixed.encode(features, lengths: [90]).frames.array == masked[1].array)
        let drawn = Set(
            (UInt64(0)..<30).map { seed -> Int? in
                let trained = mixed.encode(features.on(Tape(seed: seed)), lengths: [90]).frames
                return masked.firstIndex { largestDifference($0.array, trained.array) < 1e-5 }
            })
        #expect(drawn == [0, 1, 2])
    }

    @Test("an utterance of no frames gives none", arguments: offline + streaming)
    func empty(_ configuration: EncoderConfiguration) {
        let encoder = encoder(configuration)
        #expect(
            encoder.encode(Tensor(repeating: 0, shape: [1, 0, Self.bins]), lengths: [0]).frames.shape == [
                1, 0, 8,
            ])
        var stream = encoder.makeStream()
        #expect(stream?.finish().shape[0] ?? 0 == 0)
    }

    @Test("an utterance of n frames gives n over the subsampling, rounded up", arguments: offline)
    func outputLength(_ configuration: EncoderConfiguration) {
        let encoder = encoder(configuration)
        for frames in 1...20 {
            #expect(encoder.outputLength(frames) == (frames + encoder.subsampling - 1) / encoder.subsampling)
        }
    }
}
