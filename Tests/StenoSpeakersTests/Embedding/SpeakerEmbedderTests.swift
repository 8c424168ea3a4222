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
        let weight = other.networks.members[0].projection.weight
        var weights = weight.value.array
        weights[7] += 1e-3
        weight.value = Tensor(weights, shape: weight.shape)
        let changed = try SpeakerEmbedder(networks: other.networks, configuration: other.configuration)
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

@Suite("Speaker models that hear together")
struct SpeakerEnsembleTests {
    private let audio = SyntheticSpeech.people.prefix(2).map {
        AudioBuffer(samples: SyntheticSpeech.samples(of: $0, seconds: 1.5), sampleRate: .speech)
    }

    private func similarity(by embedder: SpeakerEmbedder) throws -> Float {
        let voices = try audio.map { try embedder.enrollment(of: [$0]).embedding }
        return voices[0].similarity(to: voices[1])
    }

    @Test("say the mean of what each says, and come back from their folder as they were")
    func mean() throws {
        // The speech is one turn long: of several the middle is taken, which for several networks is another.
        let members = try [UInt64(5), 6, 7].map { try SyntheticSpeech.embedder(.residual, seed: $0) }
        let joined = try SpeakerEmbedder(joining: members)
        let mean = try members.map(similarity).reduce(0, +) / 3
        #expect(try abs(similarity(by: joined) - mean) < 1e-5)

        let folder = try TemporaryFolder()
        try joined.save(to: folder.url)
        let loaded = try SpeakerEmbedder(at: folder.url)
        #expect(loaded.fingerprint == joined.fingerprint)
        #expect(try loaded.enrollment(of: [audio[0]]) == joined.enrollment(of: [audio[0]]))
    }

    @Test("must be of one size")
    func sizes() throws {
        let members = try [SyntheticSpeech.embedder(.residual), SyntheticSpeech.embedder(.chain)]
        #expect(throws: SpeakerError.differentSizes) { try SpeakerEmbedder(joining: members) }
        #expect(throws: SpeakerError.differentSizes) { try SpeakerEmbedder(joining: []) }
    }

    @Test("give for every step what each gives, side by side")
    func stream() throws {
        let members = try [UInt64(5), 6].map { try SyntheticSpeech.embedder(.residual, seed: $0) }
        func steps(_ embedder: SpeakerEmbedder, chunk: Int = 1_000) -> [Float] {
            SyntheticSpeech.steps(of: audio[0].samples, by: embedder, chunk: chunk)
        }
        let (one, other) = (steps(members[0]), steps(members[1]))
        let width = members[0].configuration.frameWidth
        let together = stride(from: 0, to: one.count, by: width).flatMap {
            one[$0..<$0 + width] + other[$0..<$0 + width]
        }
        let joined = try SpeakerEmbedder(joining: members)
        #expect(joined.configuration.frameWidth == 2 * width)
        #expect(steps(joined) == together)
        #expect(steps(joined, chunk: 7) == together)
    }
}

@Suite("The stream of frame-level features")
struct NetworkStreamTests {
    private let samples = SyntheticSpeech.samples(of: SyntheticSpeech.people[1], seconds: 3.13)

    private func steps(_ kind: SpeakerNetwork.Kind, chunk: Int) throws -> [Float] {
        SyntheticSpeech.steps(of: samples, by: try SyntheticSpeech.embedder(kind), chunk: chunk)
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
        let (frames, width) = (features.shape[0], embedder.configuration.frameWidth)
        #expect(streamed.count / width == (frames + 1) / 2)
        let network = embedder.networks.members[0], context = network.context
        let inner = network.frames(
            of: network.steps(
                of: features.reshaped(to: [1, frames, 80]).sliced(0..<frames / 2 * 2, along: 1))
        ).array
        // Away from the ends nothing was added to the recording, so the whole network gives the same.
        let part = Array(streamed[context / 2 * width..<context / 2 * width + inner.count])
        #expect(largestDifference(part, inner) < 1e-4)
    }
}
