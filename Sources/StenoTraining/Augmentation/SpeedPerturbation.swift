package import StenoAudio
package import StenoTensor

/// Plays a recording faster or slower, pitch included (Ko et al. 2015).
package struct SpeedPerturbation: Codable, Equatable, Sendable {
    /// The speeds to choose from, each as likely; 1 leaves a recording as it is.
    package var factors = [1.0]

    package init() {}

    package func applied(
        to audio: AudioBuffer, using random: inout SeededGenerator
    ) throws(AudioError) -> AudioBuffer {
        guard factors.count > 1 || factors[0] != 1, let factor = factors.randomElement(using: &random) else {
            return audio
        }
        return factor == 1 ? audio : try audio.speed(by: factor)
    }
}
