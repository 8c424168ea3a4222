import Foundation
package import StenoTensor

/// Lets a recording sound as if a program had taken the noise off it: what lies near the floor of its band is pressed far
/// below it (spectral subtraction, Boll 1979), so that pauses fall silent and faint overtones go with them.
///
/// Many who record at home clean their recordings so, and not all of them: one person then has chapters whose pauses lie
/// 30 decibels below the voice, and others with 70.
package struct NoiseReduction: Codable, Equatable, Sendable {
    package var probability = 0.0
    /// How far down what is taken for noise is pressed: the least and the greatest, in decibels.
    package var decibels = [6.0, 50.0]

    package init() {}

    /// How many times the floor is subtracted: the least and the greatest.
    private static let excess = [1.0, 4.0]

    /// Presses noise down in band energies, as often as the probability says.
    ///
    /// - Parameters:
    ///   - energies: `[T, F]`
    ///   - floors: The energy of the noise in each band, F of them.
    package func apply(to energies: inout [Float], floors: [Float], using random: inout SeededGenerator) {
        guard random.chance(probability) else { return }
        let excess = Float(random.uniform(Self.excess))
        let rest = Float(pow(10, -random.uniform(decibels) / 10))
        for index in energies.indices {
            let energy = energies[index]
            energies[index] = max(energy - excess * floors[index % floors.count], rest * energy)
        }
    }
}
