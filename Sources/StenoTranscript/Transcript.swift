/// What was said in a recording, by whom and when.
public struct Transcript: Hashable, Sendable {
    /// How long the recording is, silence included.
    public var duration: Duration
    /// The language as a BCP 47 tag such as `en`; `nil` when unknown.
    public var language: String?
    /// The segments in order of their start. Those of different speakers may overlap.
    public var segments: [Segment]

    /// A transcript of a recording of the given length.
    public init(duration: Duration, language: String? = nil, segments: [Segment]) {
        self.duration = duration
        self.language = language
        self.segments = segments
    }

    /// All that was said, joined by single spaces.
    public var text: String {
        segments.lazy.filter { !$0.words.isEmpty }.map(\.text).joined(separator: " ")
    }

    /// The words of all segments, segment by segment.
    public var words: [Word] {
        segments.flatMap(\.words)
    }

    /// The same with other names for its speakers.
    public func renamingSpeakers(_ name: (SpeakerID) -> SpeakerID) -> Transcript {
        var transcript = self
        for index in segments.indices {
            transcript.segments[index].speaker = segments[index].speaker.map(name)
            for word in segments[index].words.indices {
                transcript.segments[index].words[word].speaker = segments[index].words[word].speaker.map(name)
            }
        }
        return transcript
    }

    /// Who spoke when, segment by segment; segments without a speaker are left out.
    public var turns: [SpeakerTurn] {
        segments.compactMap { segment in
            segment.speaker.map { SpeakerTurn(speaker: $0, time: segment.time) }
        }
    }
}
