import Foundation
package import StenoAudio

/// The level of every 10 ms of a signal, in decibels of full scale: the energy of 25 ms of it after pre-emphasis.
///
/// Pre-emphasis takes away what hums below the voice: a constant offset, the mains, rumble.
package struct FrameLevels: Sendable {
    /// Seconds from one frame to the next, and seconds that a frame looks at.
    package static let (hopSeconds, windowSeconds) = (0.01, 0.025)
    /// The level of digital silence.
    static let silence: Float = -100

    private let hop: Int
    private let window: Int
    private var pending: [Float] = []
    private var previous: Float = 0

    package init(sampleRate: SampleRate = .speech) {
        hop = Int((Double(sampleRate.hertz) * Self.hopSeconds).rounded())
        window = Int((Double(sampleRate.hertz) * Self.windowSeconds).rounded())
    }

    /// - Parameter samples: The next samples, full scale ±1, of any number.
    /// - Returns: The levels of all frames these samples complete.
    package mutating func accept(_ samples: [Float]) -> [Float] {
        pending.reserveCapacity(pending.count + samples.count)
        for sample in samples {
            // A sample that is no number repeats the one before: a hole must not look like a quiet place.
            let sample = sample.isFinite ? sample : previous
            pending.append(sample - 0.95 * previous)
            previous = sample
        }
        var levels: [Float] = []
        var start = 0
        while start + window <= pending.count {
            levels.append(Self.level(of: pending[start..<start + window]))
            start += hop
        }
        pending.removeFirst(start)
        return levels
    }

    private static func level(of samples: ArraySlice<Float>) -> Float {
        var energy: Float = 0
        for sample in samples { energy += sample * sample }
        let mean = energy / Float(samples.count)
        guard mean.isFinite else { return silence }
        return max(silence, 10 * log10(max(mean, .leastNormalMagnitude)))
    }
}
