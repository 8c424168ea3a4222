/// A stretch of a recording, from `start` up to but not including `end`.
public struct TimeRange: Hashable, Sendable {
    /// When it begins, counted from the start of the recording.
    public let start: Duration
    /// When it is over; never before `start`.
    public let end: Duration

    /// - Precondition: `start <= end`.
    public init(start: Duration, end: Duration) {
        precondition(start <= end, "a time range cannot end (\(end)) before it starts (\(start))")
        self.start = start
        self.end = end
    }

    /// How long it lasts.
    public var duration: Duration { end - start }

    /// The instant halfway through.
    public var middle: Duration { start + duration / 2 }

    /// Whether an instant lies inside; the start does, the end does not.
    public func contains(_ instant: Duration) -> Bool {
        start <= instant && instant < end
    }

    /// What two ranges share; `nil` where that is nothing.
    public func intersection(_ other: TimeRange) -> TimeRange? {
        let (first, last) = (max(start, other.start), min(end, other.end))
        return first < last ? TimeRange(start: first, end: last) : nil
    }

    /// How long two ranges run at once, zero when they never do.
    public func overlap(with other: TimeRange) -> Duration {
        intersection(other)?.duration ?? .zero
    }

    /// The shortest range that holds both.
    public func union(_ other: TimeRange) -> TimeRange {
        TimeRange(start: min(start, other.start), end: max(end, other.end))
    }

    /// The same stretch, later by `offset`.
    public func shifted(by offset: Duration) -> TimeRange {
        TimeRange(start: start + offset, end: end + offset)
    }
}

extension TimeRange: CustomStringConvertible {
    /// As in `0.320-0.710`, in seconds.
    public var description: String {
        "\(start.secondsText)-\(end.secondsText)"
    }
}
