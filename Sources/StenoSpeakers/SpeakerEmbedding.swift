/// A voice as a direction: a vector of unit length whose angle to another says how alike the two voices are.
public struct SpeakerEmbedding: Hashable, Sendable {
    /// The coordinates; their squares add up to 1, or all are 0 where there was no voice.
    public let values: [Float]

    /// Scales a vector to unit length.
    ///
    /// - Parameter vector: Any finite vector with a direction.
    /// - Returns: `nil` if the vector is zero or not finite, and so points nowhere.
    public init?(scaling vector: [Float]) {
        let length = vector.reduce(Float(0)) { $0 + $1 * $1 }.squareRoot()
        guard length.isFinite, length > 0 else { return nil }
        values = vector.map { $0 / length }
    }

    /// The embedding of what has no voice: unrelated to every other.
    static func none(count: Int) -> SpeakerEmbedding {
        SpeakerEmbedding(values: Array(repeating: 0, count: count))
    }

    private init(values: [Float]) {
        self.values = values
    }

    /// The cosine of the angle between two voices: 1 for the same direction, 0 for unrelated ones.
    ///
    /// - Parameter other: An embedding by the same model.
    public func similarity(to other: SpeakerEmbedding) -> Float {
        precondition(
            values.count == other.values.count, "embeddings of two different models cannot be compared")
        return zip(values, other.values).reduce(0) { $0 + $1.0 * $1.1 }
    }

    /// The direction in the middle of several, each with its weight (seconds of speech, say).
    ///
    /// - Returns: `nil` if there are none, or if they cancel out.
    public static func mean(of weighted: [(embedding: SpeakerEmbedding, weight: Float)]) -> SpeakerEmbedding?
    {
        guard let first = weighted.first else { return nil }
        var sum = [Float](repeating: 0, count: first.embedding.values.count)
        for (embedding, weight) in weighted {
            for index in sum.indices { sum[index] += weight * embedding.values[index] }
        }
        return SpeakerEmbedding(scaling: sum)
    }
}
