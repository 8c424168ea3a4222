/// A row of a TextGrid: labelled intervals that follow one another without gaps.
struct TextGridTier {
    struct Interval {
        var time: TimeRange
        var text: String
    }

    let name: String
    /// The labelled intervals only, in order, none overlapping.
    let intervals: [Interval]

    /// A tier of intervals that may overlap or be empty: a later one starts where the earlier ends, and each lasts at
    /// least a millisecond.
    init(name: String, fitting wanted: [Interval]) {
        self.name = name
        var fitted: [Interval] = []
        for interval in wanted.filter({ !$0.text.isEmpty }).sorted(by: { $0.time.start < $1.time.start }) {
            let start = max(interval.time.start, fitted.last?.time.end ?? .zero)
            let end = max(interval.time.end, start + .milliseconds(1))
            fitted.append(Interval(time: TimeRange(start: start, end: end), text: interval.text))
        }
        intervals = fitted
    }

    init(name: String, intervals: [Interval]) {
        self.name = name
        self.intervals = intervals
    }

    /// The intervals with empty ones between them, up to the end of the grid.
    func covering(until end: Duration) -> [Interval] {
        var result: [Interval] = []
        func fill(to instant: Duration) {
            let from = result.last?.time.end ?? .zero
            if from < instant {
                result.append(Interval(time: TimeRange(start: from, end: instant), text: ""))
            }
        }
        for interval in intervals {
            fill(to: interval.time.start)
            result.append(interval)
        }
        fill(to: end)
        return result
    }
}
