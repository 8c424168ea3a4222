/// Consecutive pieces of speech, words or slices of half a second, that belong to one speaker each: what is given
/// to speakers, never cut further.
///
/// A *run* is a range of neighbouring units. Its embedding is made from all its speech at once, which tells more
/// than the embeddings of its pieces.
package struct SpeechUnits: Sendable {
    /// Seconds of speech in each unit.
    package let speech: [Float]
    /// Seconds of pause before each unit.
    package let pause: [Float]
    /// The number of units in the longest run that has an embedding.
    package let longestRun: Int
    private let embeddings: [[SpeakerEmbedding]]

    /// - Parameters:
    ///   - speech: Seconds of speech in each unit, positive.
    ///   - pause: Seconds of pause before each unit.
    ///   - longestRun: How many units an embedding may span.
    ///   - embedding: The voice in a run.
    package init(
        speech: [Float], pause: [Float], longestRun: Int = 16,
        embedding: (Range<Int>) -> SpeakerEmbedding
    ) {
        precondition(speech.count == pause.count && longestRun > 0)
        self.speech = speech
        self.pause = pause
        self.longestRun = longestRun
        embeddings = speech.indices.map { start in
            (start + 1...min(start + longestRun, speech.count)).map { embedding(start..<$0) }
        }
    }

    package var count: Int { speech.count }

    /// The voice in a run of at most `longestRun` units.
    package func embedding(of run: Range<Int>) -> SpeakerEmbedding {
        embeddings[run.lowerBound][run.count - 1]
    }

    /// Seconds of speech in a run.
    package func speech(of run: Range<Int>) -> Float {
        speech[run].reduce(0, +)
    }
}
