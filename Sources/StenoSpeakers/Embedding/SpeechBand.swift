import Foundation
import StenoFeatures

/// What carried a voice. Through a telephone's band voices are more alike than through a microphone.
package enum SpeechBand: String, Hashable, Codable, Sendable, CaseIterable {
    case wide
    /// Nothing above 4 kHz.
    case telephone
}

/// The log-mel energies that a telephone does not carry.
package struct TelephoneBand: Sendable {
    /// How many bands there are, and how many of them a telephone carries.
    private let count, carried: Int

    /// - Parameter count: F, from 20 Hz to 8 kHz.
    package init(of count: Int) {
        func mel(_ hertz: Float) -> Float { 1127 * log(1 + hertz / 700) }
        let low = mel(MelOptions(binCount: count).lowestHertz)
        let width = (mel(8_000) - low) / Float(count + 1)
        (self.count, carried) = (count, max(0, Int((mel(4_000) - low) / width) - 1))
    }

    /// - Parameter energies: `[T, F]`
    /// - Returns: What each frame has above a telephone's band, on average, `[T]`.
    package func lost(of energies: [Float]) -> [Float] {
        stride(from: 0, to: energies.count, by: count).map { start in
            // The first band above still hears a little of what is below.
            let lost = energies[start + min(carried + 1, count - 1)..<start + count]
            return lost.reduce(0, +) / Float(lost.count)
        }
    }

    /// Takes away what a telephone does not carry.
    ///
    /// - Parameter energies: `[T, F]`
    package func carry(_ energies: inout [Float]) {
        for start in stride(from: 0, to: energies.count, by: count) {
            for bin in carried..<count { energies[start + bin] = SpeakerNetwork.quietestInput }
        }
    }
}
