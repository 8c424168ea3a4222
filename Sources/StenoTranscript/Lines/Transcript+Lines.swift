/// A transcript as records of NIST's line formats, and back.
extension Transcript {
    /// One record a word, by start, as `sclite` wants them.
    func ctmRecords(recording: String) -> [CTMRecord] {
        words.filter { !$0.text.isEmpty }.stablySorted { $0.time.start }
            .map { CTMRecord(recording: recording, word: $0) }
    }

    /// One record a segment, by start.
    func rttmRecords(recording: String) -> [RTTMRecord] {
        segments.stablySorted { $0.time.start }
            .map { RTTMRecord(recording: recording, time: $0.time, speaker: $0.speaker) }
    }

    /// One record a segment, by start.
    func stmRecords(recording: String) -> [STMRecord] {
        segments.stablySorted { $0.time.start }
            .map { STMRecord(recording: recording, speaker: $0.speaker, time: $0.time, text: $0.text) }
    }

    /// A transcript of the words of one recording. Where the speaker changes a new segment starts.
    package init(_ records: [CTMRecord]) {
        var segments: [Segment] = []
        for word in records.map(\.word) {
            if let last = segments.indices.last, segments[last].speaker == word.speaker {
                segments[last].words.append(word)
                segments[last].time = segments[last].time.union(word.time)
            } else {
                segments.append(
                    Segment(id: segments.count, time: word.time, speaker: word.speaker, words: [word]))
            }
        }
        self.init(untilLastOf: segments)
    }

    /// A transcript without words of one recording.
    package init(_ records: [RTTMRecord]) {
        self.init(
            untilLastOf: records.enumerated().map { id, record in
                Segment(id: id, time: record.time, speaker: record.speaker, words: [])
            })
    }

    /// A transcript of the segments of one recording; a word has the time of its segment, which is all that is known.
    package init(_ records: [STMRecord]) {
        let scored = records.filter { $0.text != STMRecord.ignored }
        self.init(
            untilLastOf: scored.enumerated().map { id, record in
                Segment(id: id, time: record.time, speaker: record.speaker, text: record.text)
            })
    }

    /// A transcript of a recording that is as long as its last segment lasts.
    init(untilLastOf segments: [Segment]) {
        self.init(duration: segments.map(\.time.end).max() ?? .zero, segments: segments)
    }
}

extension Segment {
    /// A segment of a text without word times: each word has the time of the whole.
    init(id: Int, time: TimeRange, speaker: SpeakerID?, text: some StringProtocol) {
        let words = text.split(whereSeparator: \.isWhitespace)
            .map { Word(text: String($0), time: time, speaker: speaker) }
        self.init(id: id, time: time, speaker: speaker, words: words)
    }
}

extension Array {
    /// Sorted by a key; equals stay in order.
    fileprivate func stablySorted(by key: (Element) -> Duration) -> [Element] {
        enumerated().sorted { (key($0.element), $0.offset) < (key($1.element), $1.offset) }.map(\.element)
    }
}
