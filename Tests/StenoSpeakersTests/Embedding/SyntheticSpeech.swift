import Foundation
import StenoAudio
import StenoFeatures
import StenoNN
import StenoSpeakers
import StenoTensor
import StenoTestSupport

/// People made of formants: a buzz of their own pitch through resonances of their own, in syllables with pauses.
enum SyntheticSpeech {
    struct Person {
        var pitch: Double
        var formants: [Double]
    }

    static let people = [
        Person(pitch: 105, formants: [520, 1_190, 2_390]),
        Person(pitch: 210, formants: [860, 2_050, 2_850]),
        Person(pitch: 150, formants: [310, 1_870, 3_200]),
    ]

    /// Seconds of one person's syllables, each 0.2 s with 0.05 s of pause, at 16 kHz.
    static func samples(of person: Person, seconds: Double, seed: UInt64 = 1) -> [Float] {
        var random = SeededGenerator(seed: seed)
        var samples: [Float] = []
        var phase = 0.0
        while samples.count < Int(seconds * 16_000) {
            let pitch = person.pitch * Double.random(in: 0.9...1.1, using: &random)
            let shift = Double.random(in: 0.9...1.1, using: &random)
            for n in 0..<3_200 {
                phase += pitch / 16_000
                var value = 0.0
                for harmonic in 1...30 {
                    let hertz = Double(harmonic) * pitch
                    let gain = person.formants.reduce(0.0) {
                        $0 + 1 / (1 + pow((hertz - shift * $1) / 120, 2))
                    }
                    value += gain * sin(2 * .pi * Double(harmonic) * phase)
                }
                let envelope = sin(.pi * Double(n) / 3_200)
                samples.append(Float(0.08 * envelope * value))
            }
            samples += (0..<800).map { _ in Float.random(in: -0.0005...0.0005, using: &random) }
        }
        return Array(samples.prefix(Int(seconds * 16_000)))
    }

    /// What a model hears of samples: log-mel energies, `[T, F]`.
    static func frames(of samples: [Float], for embedder: SpeakerEmbedder) -> [Float] {
        embedder.features.features(of: AudioBuffer(samples: samples, sampleRate: .speech)).array
    }

    /// The frame-level features of samples that come in chunks of so many frames.
    static func steps(of samples: [Float], by embedder: SpeakerEmbedder, chunk: Int = 1_000) -> [Float] {
        let frames = frames(of: samples, for: embedder)
        var stream = NetworkStream(embedder)
        let steps = stride(from: 0, to: frames.count, by: 80 * chunk).flatMap {
            stream.accept(Array(frames[$0..<min($0 + 80 * chunk, frames.count)]))
        }
        return steps + stream.finish()
    }

    /// Silence with a little noise.
    static func pause(seconds: Double) -> [Float] {
        Signal.noise(seconds: seconds, amplitude: 0.0005, seed: 9)
    }

    /// A small model that tells these people apart without having been trained: layers of random numbers, and norms
    /// that know how the people differ. Between three people around their mean the cosine is about -1/2.
    static func embedder(_ kind: SpeakerNetwork.Kind = .chain, seed: UInt64 = 5) throws -> SpeakerEmbedder {
        var configuration = SpeakerNetwork.Configuration()
        configuration.kind = kind
        configuration.width = 32
        configuration.pooledWidth = 48
        configuration.embeddingWidth = 24
        var random = SeededGenerator(seed: seed)
        let network = SpeakerNetwork(configuration, using: &random)
        // Log-mel energies of speech lie around 12 and vary by 4: without this the first layer hears only the level.
        network.inputNorm.runningMean.value = Tensor(repeating: 12, shape: [80])
        network.inputNorm.runningVar.value = Tensor(repeating: 16, shape: [80])
        let scale = SimilarityScale(points: [.init(seconds: 1, same: 0.8, different: -0.15, deviation: 0.2)])
        let embedder = try SpeakerEmbedder(
            networks: SpeakerEnsemble(members: [network]),
            configuration: SpeakerModelConfiguration(network: configuration, similarity: scale))
        let statistics = people.flatMap { person in
            (UInt64(901)...904).flatMap { seed in
                let frames = steps(of: samples(of: person, seconds: 2, seed: seed), by: embedder)
                return PooledSpeech(frames: frames, width: configuration.pooledWidth).statistics
            }
        }
        let heard = Tensor(statistics, shape: [4 * people.count, 2 * configuration.pooledWidth])
        network.pooledNorm.learn(heard)
        network.embeddingNorm.learn(network.projection(network.pooledNorm(heard)))
        return try SpeakerEmbedder(networks: embedder.networks, configuration: embedder.configuration)
    }
}

extension BatchNorm {
    /// Takes the mean and variance of some rows for those of all training.
    fileprivate func learn(_ rows: Tensor) {
        let moments = rows.batchNorm(weight: weight.value, bias: bias.value, epsilon: epsilon)
        runningMean.value = moments.mean
        runningVar.value = moments.variance
    }
}
