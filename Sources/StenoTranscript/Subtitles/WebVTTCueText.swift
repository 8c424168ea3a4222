/// Reads the text of a WebVTT cue: voices and timestamps mean something, other tags are passed over.
struct WebVTTCueText {
    private let time: TimeRange
    private var words: [Word] = []
    private var speaker: SpeakerID?
    /// When the words being read start.
    private var start: Duration

    private init(time: TimeRange) {
        self.time = time
        start = time.start
    }

    /// The cue as a segment. It has a speaker when all its words have that one.
    static func segment(_ lines: some Sequence<SourceLine>, time: TimeRange, id: Int) throws(TranscriptError)
        -> Segment
    {
        var reader = WebVTTCueText(time: time)
        for line in lines { try reader.read(line) }
        let speakers = Set(reader.words.map(\.speaker))
        let speaker = speakers.count > 1 ? nil : reader.words.first?.speaker ?? reader.speaker
        return Segment(id: id, time: time, speaker: speaker, words: reader.words)
    }

    private mutating func read(_ line: SourceLine) throws(TranscriptError) {
        var rest = line.text
        while let open = rest.firstIndex(of: "<") {
            try readText(rest[..<open], line)
            guard let close = rest[open...].firstIndex(of: ">") else {
                throw line.error("a tag does not end")
            }
            try readTag(rest[rest.index(after: open)..<close], line)
            rest = rest[rest.index(after: close)...]
        }
        try readText(rest, line)
    }

    private mutating func readText(_ text: Substring, _ line: SourceLine) throws(TranscriptError) {
        for word in text.split(whereSeparator: \.isWhitespace) {
            let unescaped = try Self.unescaped(word, line)
            words.append(
                Word(text: unescaped, time: TimeRange(start: start, end: time.end), speaker: speaker))
        }
    }

    private mutating func readTag(_ tag: Substring, _ line: SourceLine) throws(TranscriptError) {
        if tag.first?.isNumber == true {
            guard let instant = Duration(clock: tag, mark: "."), time.contains(instant), instant > start
            else {
                throw line.error("\"\(tag)\" is no time inside the cue, or not later than the one before")
            }
            closeWords(at: instant)
            start = instant
        } else if tag.hasPrefix("/v") {
            speaker = nil
        } else if tag.hasPrefix("v"), let space = tag.firstIndex(of: " ") {
            speaker = SpeakerID(try Self.unescaped(tag[tag.index(after: space)...], line))
        }
    }

    /// The words since the last timestamp end where the next one stands.
    private mutating func closeWords(at instant: Duration) {
        for index in words.indices.reversed() {
            guard words[index].time.start == start else { break }
            words[index].time = TimeRange(start: start, end: instant)
        }
    }

    private static let entities: [Substring: String] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "nbsp": "\u{A0}", "lrm": "\u{200E}",
        "rlm": "\u{200F}",
    ]

    private static func unescaped(_ text: Substring, _ line: SourceLine) throws(TranscriptError) -> String {
        var (result, rest) = ("", text)
        while let start = rest.firstIndex(of: "&") {
            guard let end = rest[start...].firstIndex(of: ";"),
                let character = entities[rest[rest.index(after: start)..<end]]
            else { throw line.error("\"\(text)\" holds an unknown escape; a bare & is written &amp;") }
            result += rest[..<start] + character
            rest = rest[rest.index(after: end)...]
        }
        return result + rest
    }
}
