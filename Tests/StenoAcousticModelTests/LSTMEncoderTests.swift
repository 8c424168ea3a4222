import StenoAcousticModel
import StenoNN
import StenoTensor
import StenoTestSupport
import Testing

@Suite("LSTM encoder")
struct LSTMEncoderTests {
    private static let bins = 20

    /// Sizes small enough to run many times, with every option that streams.
    static let streaming: [LSTMConfiguration] = [1, 2, 4].flatMap { subsampling in
        [0, 3].map { lookAhead in
            var sizes = LSTMConfiguration()
            sizes.subsampling = subsampling
            sizes.lookAhead = lookAhead
            (sizes.convolutionChannels, sizes.hiddenSize, sizes.layers, sizes.projectionSize) = (4, 16, 2, 12)
            return sizes
        }
    }

    private func encoder(_ sizes: LSTMConfiguration) -> LSTMEncoder {
        var generator = StenoTensor.SeededGenerator(seed: 3)
        return LSTMEncoder(sizes, bins: Self.bins, using: &generator)
    }

    private func features(_ frames: Int, seed: UInt64 = 1) -> Tensor {
        var generator = StenoTensor.SeededGenerator(seed: seed)
        return .normal([frames, Self.bins], deviation: 1, using: &generator)
    }

    private func offline(_ encoder: LSTMEncoder, _ features: Tensor) -> Tensor {
        encoder.encode(
            features.reshaped(to: [1, features.shape[0], Self.bins]), lengths: [features.shape[0]]
        ).frames[0]
    }

    @Test(
        "a stream gives what the whole utterance gives, however it is cut", arguments: streaming,
        [1, 2, 3, 7, 50])
    func streamEqualsOffline(sizes: LSTMConfiguration, chunk: Int) throws {
        let encoder = encoder(sizes), features = features(49)
        var stream = try #require(encoder.makeStream())
        var parts: [Tensor] = []
        for start in stride(from: 0, to: 49, by: chunk) {
            parts.append(stream.accept(features.sliced(start..<min(start + chunk, 49))))
        }
        parts.append(stream.finish())
        let streamed = Tensor.concatenated(parts)
        // Products of other sizes round differently; the recurrence keeps that below 1e-5.
        #expect(largestDifference(streamed.array, offline(encoder, features).array) < 1e-5)
        #expect(streamed.shape[0] == encoder.outputLength(49))
    }

    @Test(
        "no frame beyond the look-ahead changes an output, and the last frame within it does",
        arguments: streaming)
    func lookAhead(sizes: LSTMConfiguration) throws {
        let encoder = encoder(sizes), features = features(48)
        let reach = try #require(encoder.lookAhead)
        let frame = 4
        let own = (frame + 1) * encoder.subsampling
        let before = offline(encoder, features)[frame].array
        #expect(offline(encoder, changed(features, from: own + reach))[frame].array == before)
        #expect(offline(encoder, changed(features, from: own + reach - 1))[frame].array != before)
    }

    private func changed(_ features: Tensor, from frame: Int) -> Tensor {
        .concatenated([features.sliced(0..<frame), self.features(features.shape[0] - frame, seed: 9)])
    }

    @Test("an utterance is encoded the same alone and beside a longer one", arguments: [true, false])
    func padding(streaming: Bool) {
        var sizes = LSTMConfiguration()
        (sizes.streaming, sizes.bidirectional, sizes.lookAhead) = (streaming, !streaming, streaming ? 2 : 0)
        (sizes.subsampling, sizes.convolutionChannels, sizes.hiddenSize, sizes.layers) = (4, 4, 16, 2)
        let encoder = encoder(sizes), short = features(21), long = features(40, seed: 2)
        let padded = Tensor.concatenated([short, Tensor(repeating: 0, shape: [19, Self.bins])])
        let batch = Tensor.concatenated([padded, long]).reshaped(to: [2, 40, Self.bins])
        let encoded = encoder.encode(batch, lengths: [21, 40])
        #expect(encoded.lengths == [6, 10])
        #expect(
            largestDifference(encoded.frames[0].sliced(0..<6).array, offline(encoder, short).array) < 1e-5)
        #expect(largestDifference(encoded.frames[1].array, offline(encoder, long).array) < 1e-5)
    }

    @Test("an utterance of n frames gives n over the subsampling, rounded up", arguments: [1, 2, 4])
    func outputLength(subsampling: Int) {
        var sizes = LSTMConfiguration()
        sizes.subsampling = subsampling
        let encoder = encoder(sizes)
        for frames in 1...20 {
            #expect(encoder.outputLength(frames) == (frames + subsampling - 1) / subsampling)
        }
    }

    @Test("a bidirectional encoder has no stream")
    func bidirectional() {
        var sizes = LSTMConfiguration()
        (sizes.streaming, sizes.bidirectional) = (false, true)
        #expect(encoder(sizes).makeStream() == nil)
        #expect(encoder(sizes).lookAhead == nil)
    }

    @Test("impossible sizes are refused, naming the key")
    func validation() {
        var sizes = LSTMConfiguration()
        sizes.bidirectional = true
        #expect {
            try sizes.validate()
        } throws: { "\($0)".contains("\"bidirectional\"") }
        sizes = LSTMConfiguration()
        sizes.subsampling = 3
        #expect {
            try sizes.validate()
        } throws: { "\($0)".contains("\"subsampling_factor\"") }
    }
}
