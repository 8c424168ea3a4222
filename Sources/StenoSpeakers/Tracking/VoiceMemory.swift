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

    /// A minute or two of phrases; clustering them takes a millisecond.
    private static let most = 64
    /// Joined speech counts for no more seconds than this, so that a voice that changes is followed.
    private static let mostSpeech: Float = 60

    /// - Parameter replacingNewest: That the stretch added last is a part of this one.
    mutating func add(_ stretch: Stretch, replacingNewest: Bool) {
        if replacingNewest { stretches.removeLast() }
        stretches.append(stretch)
        if stretches.count > Self.most { joinOldest() }
    }

    /// Joins the two oldest stretches of the voice that has most: nobody is forgotten, however long silent.
    private mutating func joinOldest() {
        let counts = Dictionary(grouping: stretches, by: \.owner).mapValues(\.count)
        guard let most = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) })?.key,
            let first = stretches.firstIndex(where: { $0.owner == most }),
            let next = stretches[(first + 1)...].firstIndex(where: { $0.owner == most })
        else { return }
        let (oldest, other) = (stretches[first], stretches.remove(at: next))
        let mean = SpeakerEmbedding.mean(of: [
            (oldest.embedding, oldest.speech), (other.embedding, other.speech),
        ])
        stretches[first] = Stretch(
            embedding: mean ?? other.embedding, speech: min(Self.mostSpeech, oldest.speech + other.speech),
            owner: most)
    }
}
