import StenoRandom
import StenoTranscript

extension SeededGenerator {
    /// A time of the range.
    mutating func duration(in range: ClosedRange<Duration>) -> Duration {
        .seconds(number(in: range.lowerBound.inSeconds...range.upperBound.inSeconds))
    }
}
