/// A stretch of time in which one person speaks.
public struct SpeakerTurn: Hashable, Sendable {
    /// Who speaks.
    public var speaker: SpeakerID
    /// From where to where.
    public var time: TimeRange

    /// A turn of a speaker.
    public init(speaker: SpeakerID, time: TimeRange) {
        self.speaker = speaker
        self.time = time
    }
}
