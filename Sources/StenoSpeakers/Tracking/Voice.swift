/// A voice that speech is compared with while a stream runs.
package struct Voice: Hashable, Sendable {
    /// Where a voice comes from decides whether it may move.
    package enum Origin: Hashable, Sendable {
        /// Enrolled by name: stays as it was enrolled.
        case enrolled(String)
        /// Met in the stream: moves with everything it says.
        case met
    }

    package let origin: Origin
    /// Seconds of speech the embedding stands for.
    package private(set) var speech: Float
    package private(set) var embedding: SpeakerEmbedding

    /// More speech than this no longer makes the embedding surer, and lets it follow a voice that changes.
    private static let mostSpeech: Float = 60

    package init(origin: Origin, embedding: SpeakerEmbedding, speech: Float) {
        (self.origin, self.embedding, self.speech) = (origin, embedding, min(Self.mostSpeech, speech))
    }

    /// Moves a voice met in the stream towards what it has just said.
    package mutating func hear(_ heard: SpeakerEmbedding, speech seconds: Float) {
        guard origin == .met else { return }
        if let mean = SpeakerEmbedding.mean(of: [(embedding, speech), (heard, seconds)]) { embedding = mean }
        speech = min(Self.mostSpeech, speech + seconds)
    }
}
