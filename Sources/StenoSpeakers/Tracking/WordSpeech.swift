import StenoTranscript

/// A word as speakers are told apart by it.
struct WordSpeech: Sendable {
    var time: TimeRange
    var speech: PooledSpeech
}

extension [Word] {
    /// The speech of each word.
    ///
    /// - Parameter end: When the word before the first one ended.
    func heard(in frames: SpeakerFrames, after end: Duration?) -> [WordSpeech] {
        indices.map { index in
            let before = index > 0 ? self[index - 1].time.end : end
            let after = index + 1 < count ? self[index + 1].time.start : nil
            let time = self[index].time
            return WordSpeech(
                time: time, speech: frames.speech(in: time.widened(between: before, and: after)))
        }
    }
}

extension [TimeRange] {
    /// Seconds of pause before each.
    var pauses: [Float] {
        indices.map { index in
            index == 0 ? 0 : Float(Swift.max(.zero, self[index].start - self[index - 1].end).inSeconds)
        }
    }
}

extension TimeRange {
    /// Recognizers cut words short; a little on either side still is the word, up to the middle of a pause.
    fileprivate func widened(between before: Duration?, and after: Duration?) -> TimeRange {
        let margin = Duration.milliseconds(80)
        let earliest = before.map { min(start, $0 + (start - $0) / 2) } ?? .zero
        let latest = after.map { max(end, end + ($0 - end) / 2) } ?? end + margin
        return TimeRange(start: max(start - margin, earliest, .zero), end: min(end + margin, latest))
    }
}
