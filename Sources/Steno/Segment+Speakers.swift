import StenoTranscript

extension Segment {
    /// Cuts the segment where the speaker changes: between words, never inside one.
    ///
    /// - Parameter words: The segment's words with their speakers.
    /// - Returns: A segment for each run of words by one speaker, all with this segment's number.
    func split(bySpeakersOf words: [Word]) -> [Segment] {
        var segments: [Segment] = []
        for word in words {
            if let last = segments.last, last.speaker == word.speaker {
                segments[segments.count - 1].append(word)
            } else {
                segments.append(Segment(id: id, time: word.time, speaker: word.speaker, words: [word]))
            }
        }
        return segments.map(\.withMeanConfidence)
    }

    private mutating func append(_ word: Word) {
        words.append(word)
        time = time.union(word.time)
    }

    private var withMeanConfidence: Segment {
        var segment = self
        let confidences = words.compactMap(\.confidence)
        segment.confidence = confidences.isEmpty ? nil : confidences.reduce(0, +) / Double(confidences.count)
        return segment
    }
}
