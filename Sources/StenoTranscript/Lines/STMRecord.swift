/// A line of an STM file: one segment with its text.
///
/// `file channel speaker begin end [<label,…>] text`, as NIST's SCTK (`doc/infmts.htm`) defines it; times in seconds.
/// Alternations in braces are kept as they stand.
public struct STMRecord: Hashable, Sendable {
    /// The text of a stretch that is not to be scored.
    public static let ignored = "IGNORE_TIME_SEGMENT_IN_SCORING"

    /// The recording's name.
    public var recording: String
    /// The channel of the recording.
    public var channel: String
    /// Who speaks; `nil`, written `<NA>`, when unknown.
    public var speaker: SpeakerID?
    /// From where to where.
    public var time: TimeRange
    /// The subsets it belongs to, such as `["o", "f0", "male"]`.
    public var labels: [String]
    /// What is said.
    public var text: String

    /// A segment of a recording.
    public init(
        recording: String, channel: String = "1", speaker: SpeakerID?, time: TimeRange, labels: [String] = [],
        text: String
    ) {
        self.recording = recording
        self.channel = channel
        self.speaker = speaker
        self.time = time
        self.labels = labels
        self.text = text
    }

    /// The record without a line break. A text that begins like a label gets the label `<o>` before it.
    public var line: String {
        let text = text.onOneLine
        let labels = labels.isEmpty && text.hasPrefix("<") ? ["o"] : labels
        let fields = [
            recording.asField, channel.asField, speaker?.rawValue.asField ?? notApplicable,
            time.start.secondsText,
            time.end.secondsText, labels.isEmpty ? "" : "<\(labels.map(\.asField).joined(separator: ","))>",
            text,
        ]
        return fields.filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// Reads an STM file. Empty lines and comments (`;;`) are passed over.
    ///
    /// - Throws: `TranscriptError` with the first line that is wrong.
    public static func records(reading text: String) throws(TranscriptError) -> [STMRecord] {
        var records: [STMRecord] = []
        for line in SourceLine.lines(of: text) where !line.fields.isEmpty {
            records.append(try STMRecord(line))
        }
        return records
    }

    private init(_ line: SourceLine) throws(TranscriptError) {
        let fields = line.fields
        guard fields.count >= 5 else {
            throw line.error(
                "an STM line has at least 5 fields (file channel speaker begin end [<labels>] text),"
                    + " not \(fields.count)")
        }
        var text = fields[5...]
        let labels = text.first.flatMap(Self.labels)
        if labels != nil { text.removeFirst() }
        self.init(
            recording: String(fields[0]), channel: String(fields[1]),
            speaker: fields[2] == notApplicable ? nil : SpeakerID(String(fields[2])),
            time: try TimeRange(
                from: line.seconds(fields[3]), to: line.seconds(fields[4]), line: line.number),
            labels: labels ?? [], text: text.joined(separator: " "))
    }

    private static func labels(_ field: Substring) -> [String]? {
        guard field.hasPrefix("<"), field.hasSuffix(">") else { return nil }
        return field.dropFirst().dropLast().split(separator: ",").map(String.init)
    }
}
