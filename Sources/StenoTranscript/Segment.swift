/// A stretch of speech by one speaker, closed by a pause or by another speaker.
public struct Segment: Hashable, Sendable {
    /// Its number in the transcript, counted from 0.
    public var id: Int
    /// From where to where it runs; holds the times of its words.
    public var time: TimeRange
    /// Who speaks; `nil` when speakers were not told apart.
    public var speaker: SpeakerID?
    /// What is said, in order of time.
    public var words: [Word]
    /// How likely the segment is right, from 0 to 1; `nil` when nobody said.
    public var confidence: Double?

    /// A segment with what is known about it.
    public init(
        id: Int, time: TimeRange, speaker: SpeakerID? = nil, words: [Word], confidence: Double? = nil
    ) {
        self.id = id
        self.time = time
        self.speaker = speaker
        self.words = words
        self.confidence = confidence
    }

    /// A segment of some words: it runs from the first to the last, and is as likely right as they are on average.
    ///
    /// - Parameter words: In order of time.
    public init(id: Int, speaker: SpeakerID? = nil, words: [Word]) {
        let time = TimeRange(start: words.first?.time.start ?? .zero, end: words.last?.time.end ?? .zero)
        let confidences = words.compactMap(\.confidence)
        let mean = confidences.isEmpty ? nil : confidences.reduce(0, +) / Double(confidences.count)
        self.init(id: id, time: time, speaker: speaker, words: words, confidence: mean)
    }

    /// The words, joined by single spaces.
    public var text: String {
        words.lazy.map(\.text).joined(separator: " ")
    }
}
