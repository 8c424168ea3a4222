import Foundation
package import StenoAudio
package import StenoTensor

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
        audio.scaled(by: factor(using: &random))
    }

    /// A factor on amplitudes; 1 as often as the probability leaves the level as it is.
    func factor(using random: inout SeededGenerator) -> Float {
        random.chance(probability) ? Float(amplitude(decibels: random.uniform(decibels))) : 1
    }
}
