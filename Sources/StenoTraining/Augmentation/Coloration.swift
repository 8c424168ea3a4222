import Foundation
import StenoNN
package import StenoTensor

/// Lets speech sound as if another microphone had heard it: a smooth random frequency response, the same at all times.
///
/// The response is a sum of the slowest cosines over the mel scale: a tilt, and a few wide hills and valleys. Filtering
/// by it only scales each band's energy, so it is done there. Recordings made on other days differ by just that, and a
/// corpus with one recording of most people has no other way to show it.
package struct Coloration: Codable, Equatable, Sendable {
    package var probability = 0.0
    /// The standard deviation of the response over the bands, in decibels.
    package var decibels = 4.0

    package init() {}

    /// How many cosines: half a period over all bands, one, …
    private static let waves = 6

    /// The factor on the energy of each band; `nil` as often as the probability leaves it out.
    package func response(bins: Int, using random: inout SeededGenerator) -> [Float]? {
        guard random.chance(probability) else { return nil }
        // Slow waves are stronger, as their number's root; a cosine's mean square is a half.
        let strengths = Tensor.normal([Self.waves], deviation: 1, using: &random).array
        let variance = (1...Self.waves).reduce(0.0) { $0 + 0.5 / Double($1) }
        return (0..<bins).map { bin in
            let place = .pi * (Double(bin) + 0.5) / Double(bins)
            let sum = strengths.enumerated().reduce(0.0) { sum, wave in
                let number = Double(wave.offset + 1)
                return sum + Double(wave.element) / number.squareRoot() * cos(number * place)
            }
            return Float(pow(10, decibels * sum / variance.squareRoot() / 10))
        }
    }
}
