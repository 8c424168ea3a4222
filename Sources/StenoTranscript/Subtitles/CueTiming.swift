/// The line of a subtitle file that says when a cue is shown.
enum CueTiming {
    /// Reads `start --> end`, and leaves what follows (WebVTT's cue settings) alone when it may be there.
    static func parse(_ line: SourceLine, mark: Character, allowsSettings: Bool) throws(TranscriptError)
        -> TimeRange
    {
        let fields = line.fields
        let isTiming = fields.count >= 3 && fields[1] == "-->" && (allowsSettings || fields.count == 3)
        guard isTiming else { throw line.error("expected \"start --> end\" but found \"\(line.text)\"") }
        return try TimeRange(
            from: instant(fields[0], mark, line), to: instant(fields[2], mark, line), line: line.number)
    }

    private static func instant(_ field: Substring, _ mark: Character, _ line: SourceLine)
        throws(TranscriptError)
        -> Duration
    {
        guard let instant = Duration(clock: field, mark: mark) else {
            throw line.error("\"\(field)\" is no time such as 00:01:02\(mark)345")
        }
        return instant
    }
}

extension Duration {
    /// A time such as `01:02:05.040`; WebVTT may leave the hours out.
    init?(clock: Substring, mark: Character) {
        let halves = clock.split(separator: mark, omittingEmptySubsequences: false)
        guard halves.count == 2, halves[1].count == 3, let milliseconds = Self.digits(halves[1]) else {
            return nil
        }
        let fields = halves[0].split(separator: ":", omittingEmptySubsequences: false)
        let numbers = fields.compactMap(Self.digits)
        guard numbers.count == fields.count, (mark == "." ? 2...3 : 3...3).contains(fields.count),
            fields.suffix(2).allSatisfy({ $0.count == 2 }), numbers.suffix(2).allSatisfy({ $0 < 60 }),
            fields.count == 2 || (2...6).contains(fields[0].count)
        else { return nil }
        self = .milliseconds(numbers.reduce(0) { $0 * 60 + $1 } * 1000 + milliseconds)
    }

    private static func digits(_ text: Substring) -> Int? {
        text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(text) : nil
    }
}
