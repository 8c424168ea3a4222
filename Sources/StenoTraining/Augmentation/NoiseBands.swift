import Foundation
import StenoAudio
import StenoKernels
import StenoTensor

/// Background noise as band energies, to be added to those of speech: recorded, generated, and music.
struct NoiseBands: Sendable {
    private let mixing: NoiseMixing
    private let bins: Int
    /// Band energies of each noise, `[T, F]`.
    private let recorded: [[Float]]
    private let generated: [[Float]]

    /// How many generated noises there are, and how many seconds each lasts.
    private static let (noises, noiseSeconds) = (40, 10.0)

    /// Hears all noise once.
    ///
    /// - Parameters:
    ///   - files: Recordings of noise.
    ///   - music: The part of the generated noises that is music.
    init(
        _ mixing: NoiseMixing, files: [URL], music: Double, bands: BandEnergies, seed: UInt64,
        workers: Workers
    ) throws {
        let store = AudioStore(sampleRate: .speech, megabytes: 400)
        recorded = try parallelMap(files, on: workers) { file in
            Result { try bands.energies(of: store.recording(file)) }
        }.map { try $0.get() }.filter { !$0.isEmpty }
        generated = parallelMap(Array(0..<Self.noises), on: workers) { number in
            var random = SeededGenerator(seed: seed).fork(number)
            let count = Int(Self.noiseSeconds * Double(SampleRate.speech.hertz))
            let samples =
                random.chance(music)
                ? generatedMusic(count: count, sampleRate: Double(SampleRate.speech.hertz), using: &random)
                : coloredNoise(count: count, using: &random)
            return bands.energies(of: AudioBuffer(samples: samples, sampleRate: .speech))
        }
        (self.mixing, bins) = (mixing, bands.count)
    }

    /// Energies of noise as strong as the recipe asks for beside some speech; `nil` as often as there is none.
    ///
    /// - Parameter energies: Of the speech, `[T, F]`.
    func noise(beside energies: [Float], using random: inout SeededGenerator) -> [Float]? {
        guard random.chance(mixing.probability) else { return nil }
        let kind = recorded.isEmpty || random.chance(mixing.generated) ? generated : recorded
        let noise = kind[Int.random(in: kind.indices, using: &random)]
        let start = bins * Int.random(in: 0..<noise.count / bins, using: &random)
        let stretch = energies.indices.map { noise[(start + $0) % noise.count] }
        let ratio = pow(10, Float(random.uniform(mixing.decibels)) / 10)
        let factor = energies.reduce(0, +) / max(stretch.reduce(0, +), .leastNormalMagnitude) / ratio
        return stretch.map { factor * $0 }
    }
}
