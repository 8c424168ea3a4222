/// A strict reader of Praat's long text form with interval tiers.
struct TextGridReader {
    private var lines: ArraySlice<SourceLine>
    private var number = 0

    private init(_ text: String) {
        lines = SourceLine.lines(of: text)[...]
    }

    static func read(_ text: String) throws(TranscriptError) -> TextGrid {
        var reader = TextGridReader(text)
        try reader.expect("File type = \"ooTextFile\"")
        try reader.expect("Object class = \"TextGrid\"")
        let start = try reader.seconds("xmin")
        let end = try reader.seconds("xmax")
        guard start == .zero else {
            throw reader.error("the grid starts at \(start.secondsText) s, not at 0")
        }
        try reader.expect("tiers? <exists>")
        let count = try reader.count("size")
        try reader.expect("item []:")
        var tiers: [TextGridTier] = []
        for index in 0..<count { tiers.append(try reader.tier(index + 1, until: end)) }
        guard reader.lines.isEmpty else { throw reader.error("something follows the last tier") }
        return TextGrid(end: end, tiers: tiers)
    }

    private mutating func tier(_ index: Int, until end: Duration) throws(TranscriptError) -> TextGridTier {
        try expect("item [\(index)]:")
        try expect("class = \"IntervalTier\"")
        let name = try string("name")
        _ = try seconds("xmin")
        _ = try seconds("xmax")
        var (intervals, reached): ([TextGridTier.Interval], Duration) = ([], .zero)
        for interval in 0..<(try count("intervals: size")) {
            try expect("intervals [\(interval + 1)]:")
            let time = try TimeRange(from: seconds("xmin"), to: seconds("xmax"), line: number)
            guard time.start == reached else {
                throw error(
                    "an interval starts at \(time.start.secondsText) s, the one before ends at \(reached.secondsText) s"
                )
            }
            reached = time.end
            let text = try string("text")
            if !text.isEmpty { intervals.append(.init(time: time, text: text)) }
        }
        guard reached == end || (reached == .zero && intervals.isEmpty) else {
            throw error(
                "the tier \"\(name)\" ends at \(reached.secondsText) s, the grid at \(end.secondsText) s")
        }
        return TextGridTier(name: name, intervals: intervals)
    }
}

/// One line at a time.
extension TextGridReader {
    private func error(_ fact: String) -> TranscriptError {
        TranscriptError(line: number, fact)
    }

    private mutating func next() throws(TranscriptError) -> String {
        guard let line = lines.popFirst() else { throw TranscriptError("the file ends after line \(number)") }
        number = line.number
        return String(line.text.trimmed)
    }

    private mutating func expect(_ text: String) throws(TranscriptError) {
        let line = try next()
        guard line == text else { throw error("expected \"\(text)\" but found \"\(line)\"") }
    }

    private mutating func value(_ key: String) throws(TranscriptError) -> Substring {
        let line = try next()
        guard line.hasPrefix(key + " = ") else {
            throw error("expected \"\(key) = …\" but found \"\(line)\"")
        }
        return line.dropFirst(key.count + 3)
    }

    private mutating func seconds(_ key: String) throws(TranscriptError) -> Duration {
        let value = try value(key)
        return try SourceLine(number: number, text: value).seconds(value)
    }

    private mutating func count(_ key: String) throws(TranscriptError) -> Int {
        let value = try value(key)
        guard let count = Int(value), count >= 0 else { throw error("\"\(value)\" is no count") }
        return count
    }

    private mutating func string(_ key: String) throws(TranscriptError) -> String {
        let value = try value(key)
        let inner = value.dropFirst().dropLast()
        let pieces = inner.split(separator: "\"\"", omittingEmptySubsequences: false)
        guard value.count >= 2, value.first == "\"", value.last == "\"",
            pieces.allSatisfy({ !$0.contains("\"") })
        else { throw error("\(value) is no text in quotes") }
        return pieces.joined(separator: "\"")
    }
}

extension Substring {
    fileprivate var trimmed: Substring {
        let start = drop(while: \.isWhitespace)
        return start.lastIndex { !$0.isWhitespace }.map { start[...$0] } ?? ""
    }
}
