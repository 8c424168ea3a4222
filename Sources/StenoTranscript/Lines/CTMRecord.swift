/// A line of a CTM file: one word with its times.
///
/// `file channel begin duration word [confidence [type speaker]]`, as NIST's SCTK (`doc/infmts.htm`) defines it, with
/// the last two as its rich transcription evaluations add them; times in seconds.
public struct CTMRecord: Hashable, Sendable {
    /// The recording's name.
    public var recording: String
    /// The channel of the recording.
    public var channel: String
    /// The word; its speaker is known only in the extended form.
    public var word: Word

    /// A word of a recording.
    public init(recording: String, channel: String = "1", word: Word) {
        self.recording = recording
        self.channel = channel
        self.word = word
    }

    /// The record without a line break. The duration is that between the rounded times, so that the end survives.
    public var line: String {
        let duration = Duration.milliseconds(word.time.end.inMilliseconds - word.time.start.inMilliseconds)
        var fields = [
            recording.asField, channel.asField, word.time.start.secondsText, duration.secondsText,
            word.text.asField,
        ]
        if word.confidence != nil || word.speaker != nil {
            fields.append(word.confidence.map { OrderedJSON(confidence: $0).line } ?? "NA")
        }
        if let speaker = word.speaker { fields += ["lex", speaker.rawValue.asField] }
        return fields.joined(separator: " ")
    }

    /// Reads a CTM file. Empty lines and comments (`;;`) are passed over.
    ///
    /// - Throws: `TranscriptError` with the first line that is wrong.
    public static func records(reading text: String) throws(TranscriptError) -> [CTMRecord] {
        var records: [CTMRecord] = []
        for line in SourceLine.lines(of: text) where !line.fields.isEmpty {
            records.append(try CTMRecord(line))
        }
        return records
    }

    private init(_ line: SourceLine) throws(TranscriptError) {
        let fields = line.fields
        guard [5, 6, 8].contains(fields.count) else {
            throw line.error(
                "a CTM line has 5, 6 or 8 fields (file channel begin duration word [confidence [type speaker]]),"
                    + " not \(fields.count)")
        }
        let start = try line.seconds(fields[2])
        self.init(
            recording: String(fields[0]), channel: String(fields[1]),
            word: Word(
                text: String(fields[4]),
                time: TimeRange(start: start, end: start + (try line.seconds(fields[3]))),
                confidence: fields.count > 5 ? try Self.confidence(fields[5], line) : nil,
                speaker: fields.count > 7 ? SpeakerID(String(fields[7])) : nil))
    }

    private static func confidence(_ field: Substring, _ line: SourceLine) throws(TranscriptError) -> Double?
    {
        if field == "NA" { return nil }
        guard let value = DecimalNumber.value(of: field), (0...1).contains(value) else {
            throw line.error("the confidence \"\(field)\" is not between 0 and 1")
        }
        return value
    }
}
