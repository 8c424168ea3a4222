import StenoTranscript

/// The frames since the last seam and what is settled about them.
struct OpenSegment: Sendable {
    /// The first frame that belongs to it.
    var start: Int
    /// Its natural-log probabilities, `[T, V]` row by row.
    var emissions: [Float] = []
    /// The posteriors of its settled words, in order.
    var posteriors: [Double] = []
    /// What the last partial showed.
    var shown: [String] = []
    var stableCount = 0

    mutating func append(_ frame: Span<Float>) {
        for index in frame.indices { emissions.append(frame[index]) }
    }

    /// The segment that follows when this one ends before a frame.
    func following(from frame: Int, vocabularySize: Int) -> OpenSegment {
        var next = OpenSegment(start: frame)
        next.emissions = Array(emissions.dropFirst((frame - start) * vocabularySize))
        return next
    }
}
