import Foundation
// The project's own generator is part of what this module offers: tests that import both mean one type.
@_exported public import StenoTensor

/// Test signals with known content, mono, full scale ±1.
public enum Signal {
    /// A tone.
    public static func sine(hertz: Double, seconds: Double, sampleRate: Int = 16_000, amplitude: Float = 0.5)
        -> [Float]
    {
        (0..<Int(seconds * Double(sampleRate))).map { n in
            amplitude * Float(sin(2 * .pi * hertz * Double(n) / Double(sampleRate)))
        }
    }

    /// White noise, the same for the same seed.
    public static func noise(
        seconds: Double, sampleRate: Int = 16_000, amplitude: Float = 0.1, seed: UInt64 = 1
    ) -> [Float] {
        var generator = SeededGenerator(seed: seed)
        return (0..<Int(seconds * Double(sampleRate))).map { _ in
            Float.random(in: -amplitude...amplitude, using: &generator)
        }
    }
}
