package import StenoTranscript

/// Where in the last minutes of a stream somebody spoke: asked whether a word that a recognizer read was said at all.
package struct SpeechHistory: Sendable {
    /// Frames of 10 ms that are kept at least: more than the longest segment.
    private static let memory = 12_000
    /// Frames by which the detector lags behind the signal at most.
    private static let lag = 30
    /// Frames around a word that may still be its own.
    private static let reach = 10

    private var stream: VoiceActivityStream
    /// The probability of speech, from frame `first` on.
    private var probabilities: [Float] = []
    private var first = 0

    package init(_ detector: VoiceActivityDetector) {
        stream = VoiceActivityStream(detector)
    }

    package mutating func accept(_ heard: HeardBands) {
        probabilities += stream.accept(heard.energies)
        if probabilities.count > 2 * Self.memory {
            first += probabilities.count - Self.memory
            probabilities.removeFirst(probabilities.count - Self.memory)
        }
    }

    /// The greatest probability of speech in a stretch of time; 1 where it is not known.
    ///
    /// - Parameter end: What was heard later is left out, so that the answer does not depend on how the audio came.
    package func probability(in time: TimeRange, until end: Duration) -> Float {
        let known = first..<max(first, min(first + probabilities.count, frame(at: end) - Self.lag))
        let asked = frame(at: time.start) - Self.reach..<frame(at: time.end) + Self.reach
        guard asked.upperBound <= known.upperBound else { return 1 }
        return asked.clamped(to: known).lazy.map { probabilities[$0 - first] }.max() ?? 1
    }

    private func frame(at time: Duration) -> Int { Int((time.inSeconds * 100).rounded()) }
}
