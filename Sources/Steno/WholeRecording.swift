import StenoSpeakers
import StenoTranscript

/// Gathers the segments of a whole recording and says, once all of it was heard, who speaks in them.
struct WholeRecording {
    private var tracker: SpeakerFileTracker?
    private var segments: [Segment] = []

    init(tracker: SpeakerFileTracker?) {
        self.tracker = tracker
    }

    /// Takes the next samples; those of a segment, and what its speaker's look-ahead needs, come before it.
    mutating func hear(_ heard: HeardBands) {
        tracker?.accept(heard)
    }

    mutating func add(_ segment: Segment) {
        tracker?.add(segment.words)
        segments.append(segment)
    }

    /// All segments, cut where the speaker changes, and the voices in them.
    mutating func finish(duration: Duration) -> HeardRecording {
        let transcript = Transcript(
            duration: duration,
            segments: attributed().enumerated().map { id, segment in
                var segment = segment
                segment.id = id
                return segment
            })
        return HeardRecording(transcript: transcript, voices: tracker?.heardVoices() ?? [])
    }

    private mutating func attributed() -> [Segment] {
        guard var words = tracker?.finish()[...] else { return segments }
        return segments.flatMap { segment in
            defer { words = words.dropFirst(segment.words.count) }
            return segment.split(bySpeakersOf: Array(words.prefix(segment.words.count)))
        }
    }
}
