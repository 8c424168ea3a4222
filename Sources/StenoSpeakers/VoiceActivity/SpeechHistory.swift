package import StenoTranscript

/// Where in the last minutes of a stream somebody spoke: asked whether a word that a recognizer read was said at all, and
/// for how long nobody has spoken.
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
    private var gate = SpeechGate(options: .trained)
    /// How many frames before the end of each, from frame `first` on, the last speech ended.
    private var silences: [Int] = []
    private var first = 0

    package init(_ detector: VoiceActivityDetector) {
        stream = VoiceActivityStream(detector)
    }

    package mutating func accept(_ heard: HeardBands) {
        let decided = stream.accept(heard.energies)
        probabilities += decided
        silences += decided.map { probability in
            _ = gate.accept(probability)
            return gate.silentFrames
        }
        if probabilities.count > 2 * Self.memory {
            let excess = probabilities.count - Self.memory
            first += excess
            probabilities.removeFirst(excess)
            silences.removeFirst(excess)
        }
    }

    /// How long nobody had spoken at a time of the stream, as far as is known of it by then.
    ///
    /// What the detector has not decided when a word is heard counts as silence: the words tell of it.
    package func quiet(at time: Duration) -> Duration {
        let last = min(first + silences.count, decided(by: time)) - 1
        guard last >= first else { return time }
        return time - .milliseconds(10 * (last + 1 - silences[last - first]))
    }

    /// How many frames are decided once the stream has been heard up to a time, at least.
    private func decided(by time: Duration) -> Int { frame(at: time) - Self.lag }

    /// The greatest probability of speech in a stretch of time; 1 where it is not known.
    ///
    /// - Parameter end: What was heard later is left out, so that the answer does not depend on how the audio came.
    package func probability(in time: TimeRange, until end: Duration) -> Float {
        let known = first..<max(first, min(first + probabilities.count, decided(by: end)))
        let asked = frame(at: time.start) - Self.reach..<frame(at: time.end) + Self.reach
        guard asked.upperBound <= known.upperBound else { return 1 }
        return asked.clamped(to: known).lazy.map { probabilities[$0 - first] }.max() ?? 1
    }

    private func frame(at time: Duration) -> Int { Int((time.inSeconds * 100).rounded()) }
}
