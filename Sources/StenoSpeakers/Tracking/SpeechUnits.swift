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
    /// The voice in each unit.
    package let embeddings: [SpeakerEmbedding]
    /// What carried most of them.
    package let band: SpeechBand
    private let makeEmbedding: @Sendable (Range<Int>) -> SpeakerEmbedding

    /// - Parameters:
    ///   - speech: Seconds of speech in each unit, positive.
    ///   - pause: Seconds of pause before each unit.
    ///   - band: What carried most of them.
    ///   - embedding: The voice in a run.
    package init(
        speech: [Float], pause: [Float], band: SpeechBand,
        embedding: @escaping @Sendable (Range<Int>) -> SpeakerEmbedding
    ) {
        precondition(speech.count == pause.count)
        (self.speech, self.pause, self.band, makeEmbedding) = (speech, pause, band, embedding)
        embeddings = speech.indices.map { embedding($0..<$0 + 1) }
    }

    /// Units by what they sound like.
    init(_ sounds: [PooledSpeech], pause: [Float], by embedder: SpeakerEmbedder) {
        self.init(
            speech: sounds.map(\.seconds), pause: pause, band: sounds.map(\.band).prevailing
        ) { run in
            embedder.embedding(of: sounds[run].dropFirst().reduce(into: sounds[run.lowerBound]) { $0 += $1 })
        }
    }

    /// Units of which only embeddings are kept: the voice in a run that is none of the phrases is the middle of its
    /// units' voices.
    package init(
        speech: [Float], pause: [Float], band: SpeechBand, embeddings: [SpeakerEmbedding],
        phrases: [Range<Int>: SpeakerEmbedding]
    ) {
        precondition(speech.count == pause.count && speech.count == embeddings.count)
        (self.speech, self.pause, self.band, self.embeddings) = (speech, pause, band, embeddings)
        makeEmbedding = { run in
            phrases[run] ?? SpeakerEmbedding.mean(of: run.map { (embeddings[$0], speech[$0]) })
                ?? embeddings[run.lowerBound]
        }
    }

    package var count: Int { speech.count }

    /// The voice in a run.
    package func embedding(of run: Range<Int>) -> SpeakerEmbedding {
        run.count == 1 ? embeddings[run.lowerBound] : makeEmbedding(run)
    }

    /// Seconds of speech in a run.
    package func speech(of run: Range<Int>) -> Float {
        speech[run].reduce(0, +)
    }
}

extension [SpeechBand] {
    /// What carried most.
    var prevailing: SpeechBand { 2 * count { $0 == .telephone } > count ? .telephone : .wide }
}
