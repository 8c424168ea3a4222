/// A line of a UEM file: a stretch of a recording that is to be scored, `file channel begin end` in seconds.
public struct UEMRecord: Hashable, Sendable {
    /// The recording's name.
    public var recording: String
    /// The channel of the recording.
    public var channel: String
    /// From where to where.
    public var time: TimeRange

    /// A stretch of a recording.
    public init(recording: String, channel: String = "1", time: TimeRange) {
        self.recording = recording
        self.channel = channel
        self.time = time
    }

    /// The record without a line break.
    public var line: String {
        [recording.asField, channel.asField, time.start.secondsText, time.end.secondsText].joined(
            separator: " ")
    }

    /// Reads a UEM file. Empty lines and comments (`;;`) are passed over.
    ///
    /// - Throws: `TranscriptError` with the first line that is wrong.
    public static func records(reading text: String) throws(TranscriptError) -> [UEMRecord] {
        var records: [UEMRecord] = []
        for line in SourceLine.lines(of: text) where !line.fields.isEmpty {
            let fields = line.fields
            guard fields.count == 4 else {
                throw line.error("a UEM line has 4 fields (file channel begin end), not \(fields.count)")
            }
            let time = try TimeRange(
                from: line.seconds(fields[2]), to: line.seconds(fields[3]), line: line.number)
            records.append(
                UEMRecord(recording: String(fields[0]), channel: String(fields[1]), time: time))
        }
        return records
    }
}
