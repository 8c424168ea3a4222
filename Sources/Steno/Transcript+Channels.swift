import StenoTranscript

extension Transcript {
    /// Puts the transcripts of a recording's channels together: each channel is a speaker.
    ///
    /// - Parameter channels: In the order of the channels.
    init(channels: [Transcript]) {
        let segments = channels.enumerated().flatMap { index, channel in
            channel.segments.map { $0.spoken(by: SpeakerID("Channel \(index + 1)")) }
        }
        let ordered = segments.sorted {
            ($0.time.start, $0.speaker?.rawValue ?? "") < ($1.time.start, $1.speaker?.rawValue ?? "")
        }
        self.init(
            duration: channels.map(\.duration).max() ?? .zero,
            segments: ordered.enumerated().map { id, segment in
                var segment = segment
                segment.id = id
                return segment
            })
    }
}

extension Segment {
    /// The segment with all its words given to one speaker.
    func spoken(by speaker: SpeakerID) -> Segment {
        var segment = self
        segment.speaker = speaker
        segment.words = words.map { word in
            var word = word
            word.speaker = speaker
            return word
        }
        return segment
    }
}
