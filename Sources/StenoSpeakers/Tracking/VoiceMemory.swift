/// What was said in a stream and by whom, for as long as the stream lasts: the newest phrases one by one, older ones of
/// a voice joined.
struct VoiceMemory: Sendable {
    /// Speech that was given to one voice.
    struct Stretch: Sendable {
        var embedding: SpeakerEmbedding
        /// Seconds
        var speech: Float
        /// The index of the voice.
        var owner: Int
    }

    /// Oldest first.
    private(set) var stretches: [Stretch] = []

    /// Some minutes of phrases; clustering them takes milliseconds.
    private static let most = 128
    /// Joined speech counts for no more seconds than this, so that a voice that changes is followed.
    private static let mostSpeech: Float = 60

    mutating func add(_ stretch: Stretch) {
        stretches.append(stretch)
        if stretches.count > Self.most { joinOldest() }
    }

    /// Joins the two oldest stretches of the oldest voice; where there is only one of it, the voice is forgotten.
    private mutating func joinOldest() {
        let oldest = stretches.removeFirst()
        guard let next = stretches.firstIndex(where: { $0.owner == oldest.owner }) else { return }
        let other = stretches.remove(at: next)
        let mean = SpeakerEmbedding.mean(of: [
            (oldest.embedding, oldest.speech), (other.embedding, other.speech),
        ])
        let speech = min(Self.mostSpeech, oldest.speech + other.speech)
        stretches.insert(
            Stretch(embedding: mean ?? other.embedding, speech: speech, owner: oldest.owner), at: 0)
    }
}
