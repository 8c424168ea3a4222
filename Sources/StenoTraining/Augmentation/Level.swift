import Foundation
package import StenoAudio
package import StenoTensor

/// Mean square of some samples; 0 of none.
func power(_ samples: [Float]) -> Double {
    guard !samples.isEmpty else { return 0 }
    return samples.reduce(0) { $0 + Double($1) * Double($1) } / Double(samples.count)
}

/// The factor on amplitudes that changes a level by so many decibels.
func amplitude(decibels: Double) -> Double {
    pow(10, decibels / 20)
}

/// Changes the level of a recording by a random number of decibels.
package struct VolumePerturbation: Codable, Equatable, Sendable {
    package var probability = 0.0
    /// The least and the greatest change.
    package var decibels = [-12.0, 6.0]

    package init() {}

    package func applied(to audio: AudioBuffer, using random: inout SeededGenerator) -> AudioBuffer {
        guard random.chance(probability) else { return audio }
        let factor = Float(amplitude(decibels: random.uniform(decibels)))
        return AudioBuffer(samples: audio.samples.map { $0 * factor }, sampleRate: audio.sampleRate)
    }
}
