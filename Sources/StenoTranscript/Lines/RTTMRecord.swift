/// A `SPEAKER` line of an RTTM file: who spoke when.
///
/// `SPEAKER file channel begin duration <NA> <NA> name <NA> <NA>`, as NIST's Rich Transcription evaluations define
/// it; times in seconds.
public struct RTTMRecord: Hashable, Sendable {
    /// The recording's name.
    public var recording: String
    /// The channel of the recording.
    public var channel: String
    /// From where to where.
    public var time: TimeRange
    /// Who speaks; `nil`, written `<NA>`, when somebody did.
    public var speaker: SpeakerID?

    /// A stretch of speech in a recording.
    public init(recording: String, channel: String = "1", time: TimeRange, speaker: SpeakerID?) {
        self.recording = recording
        self.channel = channel
        self.time = time
        self.speaker = speaker
    }

    /// The turn; `nil` when nobody knows whose.
    public var turn: SpeakerTurn? {
        speaker.map { SpeakerTurn(speaker: $0, time: time) }
    }

    /// The record without a line break.
    public var line: String {
        let duration = Duration.milliseconds(time.end.inMilliseconds - time.start.inMilliseconds)
        return [
            "SPEAKER", recording.asField, channel.asField, time.start.secondsText, duration.secondsText,
            notApplicable, notApplicable, speaker?.rawValue.asField ?? notApplicable, notApplicable,
            notApplicable,
        ].joined(separator: " ")
    }

    /// Reads an RTTM file. Empty lines, comments (`;;`) and other kinds of object (`SPKR-INFO`, `LEXEME`, …) are
    /// passed over; the last field, the signal look-ahead, may be missing.
    ///
    /// - Throws: `TranscriptError` with the first line that is wrong.
    public static func records(reading text: String) throws(TranscriptError) -> [RTTMRecord] {
        var records: [RTTMRecord] = []
        for line in SourceLine.lines(of: text) {
            if let record = try RTTMRecord(line) { records.append(record) }
        }
        return records
    }

    private static let otherObjects: Set<Substring> = [
        "SPKR-INFO", "LEXEME", "NON-LEX", "NON-SPEECH", "FILLER", "EDIT", "IP", "SU", "CB", "A/P", "SEGMENT",
        "NOSCORE", "NO_RT_METADATA",
    ]

    private init?(_ line: SourceLine) throws(TranscriptError) {
        let fields = line.fields
        guard let type = fields.first, !Self.otherObjects.contains(type) else { return nil }
        guard type == "SPEAKER" else { throw line.error("\"\(type)\" is no kind of RTTM object") }
        guard fields.count == 9 || fields.count == 10 else {
            throw line.error(
                "a SPEAKER line of RTTM has 10 fields (the last may be missing), not \(fields.count)")
        }
        let start = try line.seconds(fields[3])
        let end = start + (try line.seconds(fields[4]))
        self.init(
            recording: String(fields[1]), channel: String(fields[2]), time: TimeRange(start: start, end: end),
            speaker: fields[7] == notApplicable ? nil : SpeakerID(String(fields[7])))
    }
}
