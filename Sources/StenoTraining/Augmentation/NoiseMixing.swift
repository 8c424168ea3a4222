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
        guard random.chance(probability) else { return audio }
        let noise = try background(count: audio.samples.count, noises, store, &random)
        let ratio = amplitude(decibels: -random.uniform(decibels))
        let scale = Float((speechPower / max(power(noise), .leastNormalMagnitude)).squareRoot() * ratio)
        let mixed = zip(audio.samples, noise).map { $0 + scale * $1 }
        return AudioBuffer(samples: mixed, sampleRate: audio.sampleRate)
    }

    /// So many samples of some noise, of no particular level.
    package func background(
        count: Int, _ noises: AudioFolder, _ store: AudioStore, _ random: inout SeededGenerator
    ) throws(AudioError) -> [Float] {
        guard let file = noises.files.randomElement(using: &random), !random.chance(generated) else {
            return coloredNoise(count: count, using: &random)
        }
        let noise = try store.recording(file).samples
        let start = Int.random(in: 0..<noise.count, using: &random)
        return (0..<count).map { noise[(start + $0) % noise.count] }
    }
}
