/// Numbers as data files write them: digits with a sign, a point and an exponent, and nothing else that `Double`
/// would take (`inf`, `nan`, hexadecimal).
enum DecimalNumber {
    static func value(of text: some StringProtocol) -> Double? {
        let allowed = "0123456789+-.eE".utf8
        guard text.utf8.allSatisfy(allowed.contains), let value = Double(text), value.isFinite else {
            return nil
        }
        return value
    }
}

extension Duration {
    /// A time in a recording, rounded to the nanosecond; `nil` when negative or longer than a century, which no
    /// recording is.
    init?(seconds: Double) {
        guard seconds >= 0, seconds <= 3.2e9 else { return nil }
        self = .nanoseconds(Int64((seconds * 1e9).rounded()))
    }
}

extension TimeRange {
    /// A range as read from a file.
    init(from start: Duration, to end: Duration, line: Int) throws(TranscriptError) {
        guard start <= end else {
            throw TranscriptError(
                line: line, "it ends at \(end.secondsText) s, before its start at \(start.secondsText) s")
        }
        self.init(start: start, end: end)
    }
}
