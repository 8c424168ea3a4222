import Foundation

/// Test signals with known content, mono, full scale ±1.
public enum Signal {
    public static func sine(hertz: Double, seconds: Double, sampleRate: Int = 16_000, amplitude: Float = 0.5) -> [Float] {
        (0..<Int(seconds * Double(sampleRate))).map { n in
            amplitude * Float(sin(2 * .pi * hertz * Double(n) / Double(sampleRate)))
        }
    }

    /// White noise, the same for the same seed.
    public static func noise(seconds: Double, sampleRate: Int = 16_000, amplitude: Float = 0.1, seed: UInt64 = 1) -> [Float] {
        var generator = SeededGenerator(seed: seed)
        return (0..<Int(seconds * Double(sampleRate))).map { _ in Float.random(in: -amplitude...amplitude, using: &generator) }
    }
}

/// A small generator for tests whose values are the same on every machine (SplitMix64, Steele et al. 2014).
public struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    public init(seed: UInt64) {
        state = seed
    }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
