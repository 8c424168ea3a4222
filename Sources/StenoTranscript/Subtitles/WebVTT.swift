/// WebVTT subtitles (`.vtt`), W3C's format for browsers: `<v Name>` before what a speaker says.
enum WebVTT {
    private static let header = "WEBVTT"

    static func text(of transcript: Transcript, options: SubtitleOptions) -> String {
        let cues = Cue.cues(of: transcript, options: options).map { cue in
            """
            \(cue.time.start.clockText(mark: ".")) --> \(cue.time.end.clockText(mark: "."))
            \(voice(of: cue))\(spoken(in: cue, highlightsWords: options.highlightsWords))

            """
        }
        return ([header + "\n"] + cues).joined(separator: "\n")
    }

    /// The voice may stay open when it covers the whole cue (section 4.2.2 of the specification).
    private static func voice(of cue: Cue) -> String {
        cue.speaker.map { "<v \(escaped($0.rawValue.onOneLine))>" } ?? ""
    }

    private static func spoken(in cue: Cue, highlightsWords: Bool) -> String {
        var latest = cue.time.start
        return cue.lines.map { line in
            line.map { word in
                let text = escaped(word.text.onOneLine)
                let start = word.time.start
                // A timestamp has to be later than the one before and earlier than the end of its cue.
                guard highlightsWords, latest.inMilliseconds < start.inMilliseconds, start < cue.time.end
                else {
                    return text
                }
                latest = start
                return "<\(start.clockText(mark: "."))>\(text)"
            }.joined(separator: " ")
        }.joined(separator: "\n")
    }

    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            default: result.append(character)
            }
        }
    }

    static func segments(reading text: String) throws(TranscriptError) -> [Segment] {
        let blocks = SubtitleBlock.blocks(of: text)
        guard let first = blocks.first?.lines.first, isHeader(first.text) else {
            throw TranscriptError(line: 1, "a WebVTT file starts with \"WEBVTT\"")
        }
        var segments: [Segment] = []
        for block in blocks.dropFirst() where !isComment(block) {
            segments.append(try segment(block, id: segments.count))
        }
        return segments
    }

    private static func isHeader(_ line: Substring) -> Bool {
        line == header || line.hasPrefix(header + " ") || line.hasPrefix(header + "\t")
    }

    private static func isComment(_ block: SubtitleBlock) -> Bool {
        let word = block.lines[0].fields.first
        return ["NOTE", "STYLE", "REGION"].contains(word) && !block.lines[0].text.contains("-->")
    }

    private static func segment(_ block: SubtitleBlock, id: Int) throws(TranscriptError) -> Segment {
        var lines = block.lines[...]
        if !lines[0].text.contains("-->") { lines = lines.dropFirst() }
        guard let timing = lines.first else { throw block.lines[0].error("a cue ends after its name") }
        let time = try CueTiming.parse(timing, mark: ".", allowsSettings: true)
        return try WebVTTCueText.segment(lines.dropFirst(), time: time, id: id)
    }
}
