import StenoTranscript

extension Segment {
    /// The segment with no time later than the end of the audio: what a model reads behind it was never heard.
    func clamped(to end: Duration) -> Segment {
        guard time.end > end else { return self }
        var segment = self
        segment.time = time.clamped(to: end)
        segment.words = words.map { word in
            var word = word
            word.time = word.time.clamped(to: end)
            return word
        }
        return segment
    }
}

extension TimeRange {
    fileprivate func clamped(to limit: Duration) -> TimeRange {
        TimeRange(start: min(start, limit), end: min(end, limit))
    }
}
