import Foundation
import StenoAudio
import StenoFeatures
import StenoNN
import StenoSpeakers
import StenoTensor
import StenoTestSupport
import StenoTranscript
import Testing

@Suite("The speaker model")
struct SpeakerEmbedderTests {
    @Test("comes back from its folder as it was")
    func saving() throws {
        let folder = try TemporaryFolder()
        let embedder = try SyntheticSpeech.embedder()
        try embedder.save(to: folder.url)
        let loaded = try SpeakerEmbedder(at: folder.url)
        #expect(loaded.fingerprint == embedder.fingerprint)
        #expect(loaded.similarityScale == embedder.similarityScale)
        let audio = AudioBuffer(
            samples: SyntheticSpeech.samples(of: SyntheticSpeech.people[0], seconds: 2), sampleRate: .speech)
        #expect(try loaded.enrollment(of: [audio]) == embedder.enrollment(of: [audio]))
    }

    @Test("has another fingerprint when one number differs")
    func fingerprint() throws {
        let (one, other) = (try SyntheticSpeech.embedder(), try SyntheticSpeech.embedder())
        #expect(one.fingerprint == other.fingerprint)
        var weights = other.network.projection.weight.value.array
        weights[7] += 1e-3
        other.network.projection.weight.value = Tensor(weights, shape: other.network.projection.weight.shape)
        let changed = try SpeakerEmbedder(network: other.network, configuration: other.configuration)
        #expect(changed.fingerprint != one.fingerprint)
    }

    @Test("a folder without a model is refused with its path")
    func missing() throws {
        let folder = try TemporaryFolder()
        do {
            _ = try SpeakerEmbedder(at: folder.url)
            Issue.record("an empty folder was loaded")
        } catch {
            #expect(error.description.contains(folder.url.lastPathComponent))
        }
    }

    @Test("statistics of two stretches added are those of both together, and equal the pooling of training")
    func pooling() throws {
        var random = SeededGenerator(seed: 3)
        // Three features and a weight in each of twenty frames.
        let frames = (0..<80).map { index in
            Float.random(in: index % 4 == 3 ? 0.1...1 : -2...2, using: &random)
        }
        let table = Tensor(frames, shape: [1, 20, 4])
        let whole = table.sliced(0..<3, along: 2).statisticsPooled(weights: table.sliced(3..<4, along: 2))
            .array
        #expect(largestDifference(PooledSpeech(frames: frames, width: 3).statistics, whole) < 1e-4)
        var sum = PooledSpeech(frames: Array(frames[..<28]), width: 3)
        sum += PooledSpeech(frames: Array(frames[28...]), width: 3)
        #expect(largestDifference(sum.statistics, whole) < 1e-4)
    }
}

@Suite("The stream of frame-level features")
struct NetworkStreamTests {
    private let samples = SyntheticSpeech.samples(of: SyntheticSpeech.people[1], seconds: 3.13)

    private func steps(_ kind: SpeakerNetwork.Kind, chunk: Int) throws -> [Float] {
        let embedder = try SyntheticSpeech.embedder(kind)
        let frames = SyntheticSpeech.frames(of: samples, for: embedder)
        var stream = NetworkStream(embedder)
        let steps = stride(from: 0, to: frames.count, by: 80 * chunk).flatMap {
            stream.accept(Array(frames[$0..<min($0 + 80 * chunk, frames.count)]))
        }
        return steps + stream.finish()
    }

    @Test(
        "is the same bit for bit in any chunks",
        arguments: [SpeakerNetwork.Kind.chain, .residual], [1, 10, 77])
    func chunks(kind: SpeakerNetwork.Kind, size: Int) throws {
        #expect(try steps(kind, chunk: size) == steps(kind, chunk: 1_000))
    }

    @Test(
        "has a step for every 20 ms and equals the network on the whole recording",
        arguments: [SpeakerNetwork.Kind.chain, .residual])
    func whole(kind: SpeakerNetwork.Kind) throws {
        let embedder = try SyntheticSpeech.embedder(kind)
        let features = embedder.features.features(of: AudioBuffer(samples: samples, sampleRate: .speech))
        let streamed = try steps(kind, chunk: 1_000)
        let (frames, width) = (features.shape[0], embedder.configuration.network.frameWidth)
        #expect(streamed.count / width == (frames + 1) / 2)
        let context = embedder.network.context
        let inner = embedder.network.frames(
            of: embedder.network.steps(
                of: features.reshaped(to: [1, frames, 80]).sliced(0..<frames / 2 * 2, along: 1))
        ).array
        // Away from the ends nothing was added to the recording, so the whole network gives the same.
        let part = Array(streamed[context / 2 * width..<context / 2 * width + inner.count])
        #expect(largestDifference(part, inner) < 1e-4)
    }
}
