import StenoTranscript

extension Segment {
    /// Cuts the segment where the speaker changes: between words, never inside one.
    ///
    /// - Parameter words: The segment's words with their speakers.
    /// - Returns: A segment for each run of words by one speaker, all with this segment's number.
    func split(bySpeakersOf words: [Word]) -> [Segment] {
        var runs: [[Word]] = []
        for word in words {
            if runs.last?.last?.speaker == .some(word.speaker) {
                runs[runs.count - 1].append(word)
            } else {
                runs.append([word])
            }
        }
        return runs.map { Segment(id: id, speaker: $0[0].speaker, words: $0) }
    }
}
