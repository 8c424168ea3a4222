/// What was said, a line a segment, with `Name: ` before it where speakers are known.
enum PlainText {
    static func text(of transcript: Transcript) -> String {
        transcript.segments.map { ($0.text.onOneLine, $0.speaker) }.filter { !$0.0.isEmpty }
            .map { SpokenLine.text($0, by: $1) + "\n" }.joined()
    }

    /// The segments, all at time zero: plain text knows no times.
    static func segments(reading text: String) -> [Segment] {
        SourceLine.lines(of: text).enumerated().map { id, line in
            let (speaker, spoken) = SpokenLine.parse(line.text)
            return Segment(id: id, time: TimeRange(start: .zero, end: .zero), speaker: speaker, text: spoken)
        }
    }
}
