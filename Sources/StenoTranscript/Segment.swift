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

    /// The words, joined by single spaces.
    public var text: String {
        words.lazy.map(\.text).joined(separator: " ")
    }
}
