import StenoTranscript
import Testing

struct TimeRangeTests {
    let morning = TimeRange(start: .seconds(1), end: .seconds(3))

    @Test("two ranges overlap by what they share, whichever comes first")
    func overlap() {
        let later = TimeRange(start: .seconds(2), end: .seconds(5))
        #expect(morning.overlap(with: later) == .seconds(1))
        #expect(later.overlap(with: morning) == .seconds(1))
        #expect(morning.union(later) == TimeRange(start: .seconds(1), end: .seconds(5)))
    }

    @Test("ranges that only touch share nothing")
    func touching() {
        #expect(morning.intersection(TimeRange(start: .seconds(3), end: .seconds(4))) == nil)
        #expect(!morning.contains(.seconds(3)))
        #expect(morning.contains(.seconds(1)))
    }

    @Test("a shifted range keeps its duration")
    func shifted() {
        let shifted = morning.shifted(by: .milliseconds(250))
        #expect(shifted.duration == morning.duration)
        #expect(shifted.middle == .milliseconds(2250))
    }

    @Test("a duration in seconds keeps its fraction", arguments: [0, 0.001, 1.5, 359_999.999, -2.25])
    func inSeconds(seconds: Double) {
        #expect(abs(Duration.seconds(seconds).inSeconds - seconds) < 1e-9)
    }

    @Test("a range prints its seconds")
    func description() {
        #expect(TimeRange(start: .milliseconds(320), end: .milliseconds(710)).description == "0.320-0.710")
    }
}
