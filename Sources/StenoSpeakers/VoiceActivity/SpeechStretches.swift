import StenoAudio
import StenoFeatures
import StenoTensor

/// Finds the stretches of a stream in which somebody speaks.
package struct SpeechStretches: Sendable {
    private var meter = FrameLevels()
    private var features: FeatureStream?
    private var probabilities: SpeechProbabilities
    private var gate: SpeechGate

    /// - Parameter detector: `nil` to go by energy.
    package init(_ detector: VoiceActivityDetector?) {
        probabilities = SpeechProbabilities(detector)
        gate = SpeechProbabilities.gate(for: detector)
        features = detector?.makeFeatureStream()
    }

    /// - Parameter samples: The next samples at 16 kHz.
    /// - Returns: The stretches that are over now, in frames of 10 ms from the start.
    package mutating func accept(_ samples: [Float]) -> [Range<Int>] {
        gate.accept(
            probabilities.accept(
                levels: meter.accept(samples), features: features?.accept(samples).array ?? []))
    }

    /// Ends the stream.
    ///
    /// - Returns: The stretches that were left.
    package mutating func finish() -> [Range<Int>] {
        let last = gate.accept(probabilities.finish())
        return last + (gate.finish().map { [$0] } ?? [])
    }
}
