/// SubRip subtitles (`.srt`): numbered cues, commas in the times, `Name: ` before what a speaker says.
///
/// SubRip has no escapes: words stand as they are.
enum SubRip {
    static func text(of transcript: Transcript, options: SubtitleOptions) -> String {
        Cue.cues(of: transcript, options: options).enumerated().map { index, cue in
            """
            \(index + 1)
            \(cue.time.start.clockText(mark: ",")) --> \(cue.time.end.clockText(mark: ","))
            \(SpokenLine.text(cue.lines.map { $0.map(\.text.onOneLine).joined(separator: " ") }.joined(separator: "\n"), by: cue.speaker))

            """
        }.joined(separator: "\n")
    }

    static func segments(reading text: String) throws(TranscriptError) -> [Segment] {
        var segments: [Segment] = []
        for block in SubtitleBlock.blocks(of: text) {
            let lines = block.lines
            guard !lines[0].text.isEmpty, lines[0].text.allSatisfy(\.isNumber),
                lines[0].text.allSatisfy(\.isASCII)
            else {
                throw lines[0].error("expected the number of a cue but found \"\(lines[0].text)\"")
            }
            guard lines.count >= 2 else { throw lines[0].error("a cue ends after its number") }
            let time = try CueTiming.parse(lines[1], mark: ",", allowsSettings: false)
            let (speaker, spoken) = SpokenLine.parse(lines[2...].map(\.text).joined(separator: " "))
            segments.append(Segment(id: segments.count, time: time, speaker: speaker, text: spoken))
        }
        return segments
    }
}

/// Lines of a subtitle file up to an empty one.
struct SubtitleBlock {
    let lines: [SourceLine]

    static func blocks(of text: String) -> [SubtitleBlock] {
        let text = text.hasPrefix("\u{FEFF}") ? String(text.unicodeScalars.dropFirst()) : text
        return SourceLine.all(of: text).split { $0.text.allSatisfy(\.isWhitespace) }
            .map { SubtitleBlock(lines: Array($0)) }
    }
}

/// `Name: text`, the way plain text and SubRip say who speaks.
enum SpokenLine {
    static func text(_ text: String, by speaker: SpeakerID?) -> String {
        speaker.map { "\($0.rawValue.onOneLine): \(text)" } ?? text
    }

    /// Takes what stands before the first `: ` for the speaker.
    static func parse(_ line: some StringProtocol) -> (SpeakerID?, String) {
        let words = line.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard let colon = words.firstIndex(of: ":"), colon > words.startIndex else { return (nil, words) }
        let rest = words[words.index(after: colon)...]
        guard rest.isEmpty || rest.first == " " else { return (nil, words) }
        return (SpeakerID(String(words[..<colon])), String(rest.dropFirst()))
    }
}
