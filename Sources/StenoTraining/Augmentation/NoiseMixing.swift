import Foundation
package import StenoAudio
package import StenoTensor

/// Adds background noise at a random signal-to-noise ratio.
package struct NoiseMixing: Codable, Equatable, Sendable {
    package var probability = 0.0
    /// Folders of recorded noise; with none, the noise is made by a generator.
    package var folders: [String] = []
    /// How often the noise is generated although there are recordings.
    package var generated = 0.2
    /// Power of the speech over that of the noise, in decibels: the least and the greatest.
    package var decibels = [5.0, 30.0]
    /// How often an epoch has a stretch of noise alone, with nothing to be recognized, per utterance.
    package var alone = 0.0

    package init() {}

    /// Speech with noise under it.
    ///
    /// - Parameters:
    ///   - speechPower: The mean square of the speech itself, without the pauses around it.
    ///   - noises: Recordings to choose from.
    package func applied(
        to audio: AudioBuffer, speechPower: Double, noises: AudioFolder, store: AudioStore,
        using random: inout SeededGenerator
    ) throws(AudioError) -> AudioBuffer {
        guard random.chance(probability), audio.power > 0, speechPower > 0 else { return audio }
        let noise = try background(count: audio.samples.count, noises, store, &random)
        // The ratio is meant to the speech; `mixed` takes it to the whole sound, pauses and all.
        let dilution = 10 * log10(audio.power / speechPower)
        return audio.mixed(with: noise, atSNR: random.uniform(decibels) + dilution)
    }

    /// So many samples of some noise, of no particular level.
    package func background(
        count: Int, _ noises: AudioFolder, _ store: AudioStore, _ random: inout SeededGenerator
    ) throws(AudioError) -> AudioBuffer {
        guard let file = noises.files.randomElement(using: &random), !random.chance(generated) else {
            return AudioBuffer(
                samples: coloredNoise(count: count, using: &random), sampleRate: store.sampleRate)
        }
        let noise = try store.recording(file).samples
        let start = Int.random(in: 0..<noise.count, using: &random)
        return AudioBuffer(
            samples: (0..<count).map { noise[(start + $0) % noise.count] }, sampleRate: store.sampleRate)
    }
}
