/// How far the attention of a streaming encoder sees.
///
/// Frames come in chunks. A frame sees the whole of its chunk and a limited number of frames before it, so the first
/// frame of a chunk sees furthest ahead: to the chunk's end. One set of weights serves several lengths of chunk, because
/// every training step draws one of them (Zhang et al. 2020, "Unified streaming and non-streaming two-pass end-to-end
/// model for speech recognition"; Noroozi et al. 2024, "Stateful Conformer with cache-based inference").
public struct ChunkConfiguration: Codable, Hashable, Sendable {
    /// Frames of emissions in a chunk when the model is used.
    public var frames = 12
    /// The lengths of chunk that training draws from, in frames of emissions, the shortest first.
    public var trained = [2, 7, 12, 24]
    /// How many frames of emissions before its chunk a frame sees.
    public var leftContext = 64

    /// Total look-aheads of about 0.1, 0.3, 0.5 (used) and 1 second with frames of 40 ms.
    public init() {}

    enum CodingKeys: String, CodingKey {
        case frames = "chunk_frames"
        case trained = "trained_chunk_frames"
        case leftContext = "left_context_frames"
    }

    /// Refuses lengths that make no chunks.
    func validate() throws(ModelError) {
        try require(
            !trained.isEmpty && trained.allSatisfy { $0 > 0 } && trained == trained.sorted(),
            "trained_chunk_frames", trained, "it must list lengths of at least 1, the shortest first")
        try require(trained.contains(frames), "chunk_frames", frames, "it must be one of \(trained)")
        try require(leftContext >= 0, "left_context_frames", leftContext, "it cannot be negative")
    }
}

/// Refuses a member of a configuration whose value is not among what is allowed.
func require(_ holds: Bool, _ key: String, _ value: some Any, _ allowed: String) throws(ModelError) {
    guard holds else { throw .badConfiguration(key: key, reason: "is \(value); \(allowed)") }
}
