/// One recognized word.
public struct Word: Hashable, Sendable {
    /// The word as it is written, without surrounding spaces.
    public var text: String
    /// From where to where it is spoken.
    public var time: TimeRange
    /// How likely the word is right, from 0 to 1; `nil` when nobody said.
    public var confidence: Double?
    /// Who said it; `nil` when speakers were not told apart.
    public var speaker: SpeakerID?

    /// A word with what is known about it.
    public init(text: String, time: TimeRange, confidence: Double? = nil, speaker: SpeakerID? = nil) {
        self.text = text
        self.time = time
        self.confidence = confidence
        self.speaker = speaker
    }
}
