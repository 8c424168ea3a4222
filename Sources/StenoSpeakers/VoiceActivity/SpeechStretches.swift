/// Finds the stretches of a stream in which somebody speaks.
package struct SpeechStretches: Sendable {
    private var meter = FrameLevels()
    private var bands: BandStream
    private var probabilities: SpeechProbabilities
    private var gate: SpeechGate

    /// - Parameter detector: `nil` to go by energy.
    package init(_ detector: VoiceActivityDetector?) {
        probabilities = SpeechProbabilities(detector)
        gate = SpeechProbabilities.gate(for: detector)
        bands = BandStream(nil, detector)
    }

    /// - Parameter samples: The next samples at 16 kHz.
    /// - Returns: The stretches that are over now, in frames of 10 ms from the start.
    package mutating func accept(_ samples: [Float]) -> [Range<Int>] {
        let levels = meter.accept(samples)
        return gate.accept(probabilities.accept(levels: levels, features: bands.hear(samples).energies))
    }

    /// Ends the stream.
    ///
    /// - Returns: The stretches that were left.
    package mutating func finish() -> [Range<Int>] {
        let last = gate.accept(probabilities.finish())
        return last + (gate.finish().map { [$0] } ?? [])
    }
}
