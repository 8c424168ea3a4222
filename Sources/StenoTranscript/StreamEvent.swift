/// What a recognizer reports while it listens.
///
/// `received` is the length of the audio read when the event was emitted, so that delays can be measured from a
/// pipe that runs faster than real time.
public enum StreamEvent: Hashable, Sendable {
    /// What the open segment looks like so far; replaced by the next partial or final.
    case partial(PartialResult, received: Duration)
    /// A closed segment; it will not change again.
    case final(Segment, received: Duration)
    /// The audio is over; nothing follows.
    case end(duration: Duration, received: Duration)

    /// The length of the audio read when the event was emitted.
    public var received: Duration {
        switch self {
        case .partial(_, let received), .final(_, let received), .end(_, let received): received
        }
    }
}

/// The open segment of a stream, as far as it is recognized.
public struct PartialResult: Hashable, Sendable {
    /// From the start of the first word to the end of the last.
    public var time: TimeRange
    /// All words so far.
    public var text: String
    /// A prefix of `text` that will never change again.
    public var stable: String
    /// Who seems to speak; `nil` when unknown.
    public var speaker: SpeakerID?

    /// A partial result.
    ///
    /// - Precondition: `stable` is a prefix of `text`.
    public init(time: TimeRange, text: String, stable: String, speaker: SpeakerID? = nil) {
        precondition(text.hasPrefix(stable), "the stable text \"\(stable)\" is not a prefix of \"\(text)\"")
        self.time = time
        self.text = text
        self.stable = stable
        self.speaker = speaker
    }
}
