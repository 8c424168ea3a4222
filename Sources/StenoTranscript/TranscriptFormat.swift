/// The forms in which a transcript is written.
public enum TranscriptFormat: String, CaseIterable, Hashable, Sendable, Codable {
    /// What was said, a line a segment.
    case text
    /// Everything, as one JSON object.
    case json
    /// Everything but the language, as a line of JSON for each segment and one for the end, as a stream emits them.
    case jsonl
    /// SubRip subtitles.
    case srt
    /// WebVTT subtitles.
    case vtt
    /// NIST's time-marked words.
    case ctm
    /// NIST's speaker turns.
    case rttm
    /// NIST's time-marked segments.
    case stm
    /// Praat's annotation of intervals.
    case textgrid

    /// What a file of this format is called, without the point.
    public var fileExtension: String {
        switch self {
        case .text: "txt"
        case .textgrid: "TextGrid"
        default: rawValue
        }
    }
}

extension Transcript {
    /// The transcript as a file of the given format, times in milliseconds.
    ///
    /// - Parameters:
    ///   - format: Which.
    ///   - recording: The name CTM, RTTM and STM call the recording by.
    ///   - subtitles: How SRT and WebVTT cut the text into cues.
    /// - Returns: The file's text, its last line closed.
    public func formatted(
        as format: TranscriptFormat, recording: String = "recording", subtitles: SubtitleOptions = .init()
    ) -> String {
        switch format {
        case .text: PlainText.text(of: self)
        case .json: json.indented() + "\n"
        case .jsonl: lines(finalEvents.map(\.jsonLine))
        case .srt: SubRip.text(of: self, options: subtitles)
        case .vtt: WebVTT.text(of: self, options: subtitles)
        case .ctm: lines(ctmRecords(recording: recording).map(\.line))
        case .rttm: lines(rttmRecords(recording: recording).map(\.line))
        case .stm: lines(stmRecords(recording: recording).map(\.line))
        case .textgrid: TextGrid(self).text
        }
    }

    private func lines(_ lines: [String]) -> String {
        lines.map { $0 + "\n" }.joined()
    }
}

extension Transcript {
    /// Reads a transcript of the given format. What the format does not say is left out: see the guide on formats.
    ///
    /// - Parameters:
    ///   - text: The file's text.
    ///   - format: Which.
    ///   - recording: Which recording, where the format names several.
    /// - Throws: `TranscriptError` with the line that breaks the format.
    public init(reading text: String, as format: TranscriptFormat, recording: String? = nil)
        throws(TranscriptError)
    {
        switch format {
        case .text: self.init(untilLastOf: PlainText.segments(reading: text))
        case .json: try self.init(json: JSONParser.parse(text))
        case .jsonl: try self.init(finalsOf: StreamEvent.events(reading: text))
        case .srt: self.init(untilLastOf: try SubRip.segments(reading: text))
        case .vtt: self.init(untilLastOf: try WebVTT.segments(reading: text))
        case .ctm: self.init(try one(recording, of: CTMRecord.records(reading: text), \.recording))
        case .rttm: self.init(try one(recording, of: RTTMRecord.records(reading: text), \.recording))
        case .stm: self.init(try one(recording, of: STMRecord.records(reading: text), \.recording))
        case .textgrid: self = try TextGridReader.read(text).transcript
        }
    }
}

/// The records of one recording: the named one, or the only one.
private func one<Record>(
    _ recording: String?, of records: [Record], _ name: (Record) -> String
) throws(TranscriptError) -> [Record] {
    if let recording { return records.filter { name($0) == recording } }
    let names = Set(records.map(name))
    guard names.count <= 1 else {
        throw TranscriptError(
            "it holds \(names.count) recordings (\(names.sorted().prefix(3).joined(separator: ", ")), …); say which"
        )
    }
    return records
}
