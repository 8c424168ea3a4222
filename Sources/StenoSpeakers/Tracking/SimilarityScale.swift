import Foundation

/// What a similarity of two embeddings means, given how much speech each was made from.
///
/// The less speech, the less alike are two embeddings of one voice, so the border between "same" and "different"
/// depends on the speech. It is measured on development voices after training and stored in the model's `config.json`.
public struct SimilarityScale: Hashable, Codable, Sendable {
    /// One row of the measured table.
    public struct Point: Hashable, Codable, Sendable {
        /// Effective seconds of speech of the pair, see `effectiveSpeech`.
        public var seconds: Float
        /// Mean cosine of two embeddings of one voice.
        public var same: Float
        /// Mean cosine of embeddings of two voices.
        public var different: Float
        /// Standard deviation of the cosine around either mean.
        public var deviation: Float

        /// A row of the table.
        public init(seconds: Float, same: Float, different: Float, deviation: Float) {
            (self.seconds, self.same, self.different, self.deviation) = (seconds, same, different, deviation)
        }
    }

    /// By rising seconds, at least one.
    public let points: [Point]

    /// - Precondition: There is a point, and seconds rise.
    public init(points: [Point]) {
        precondition(
            !points.isEmpty && zip(points, points.dropFirst()).allSatisfy { $0.seconds < $1.seconds })
        self.points = points
    }

    /// The speech of a pair: errors of both sides add up, so the shorter one counts most (two equal sides count half).
    public static func effectiveSpeech(_ a: Float, _ b: Float) -> Float {
        a > 0 && b > 0 ? a * b / (a + b) : 0
    }

    /// The cosine at which same and different voice are equally likely.
    ///
    /// - Parameter seconds: Effective seconds of speech of the pair.
    public func threshold(at seconds: Float) -> Float {
        let point = self.point(at: seconds)
        return (point.same + point.different) / 2
    }

    /// The same for the middles of many embeddings, whose scatter falls beyond what single ones show.
    ///
    /// The table ends where pieces of a few seconds were compared. Of what was taken together from each of two
    /// conversations, all pairs of one voice lay above this border, and of two voices one in a hundred.
    ///
    /// - Parameter seconds: Effective seconds of speech of the pair.
    func borderOfMiddles(_ seconds: Float) -> Float {
        let octaves = points.last.map { log2(max(seconds, 0.1) / $0.seconds) } ?? 0
        return threshold(at: seconds) + min(0.25, 0.1 * max(0, octaves))
    }

    /// The probability that two embeddings are one voice, where both answers were equally likely before.
    public func probabilityOfSameVoice(similarity: Float, seconds: Float) -> Float {
        1 / (1 + exp(-logOddsOfSameVoice(similarity: similarity, seconds: seconds)))
    }

    /// By how many nats two embeddings are likelier one voice than two.
    ///
    /// Both kinds of cosine are taken as Gaussian with a common deviation, so the odds are log-linear in the cosine.
    func logOddsOfSameVoice(similarity: Float, seconds: Float) -> Float {
        let point = self.point(at: seconds)
        return (point.same - point.different) / (point.deviation * point.deviation)
            * (similarity - (point.same + point.different) / 2)
    }

    /// The table at any speech: linear between its rows over the logarithm of the seconds, constant outside.
    private func point(at seconds: Float) -> Point {
        guard let above = points.firstIndex(where: { $0.seconds >= seconds }) else {
            return points[points.count - 1]
        }
        guard above > 0 else { return points[0] }
        let (a, b) = (points[above - 1], points[above])
        let part = log(seconds / a.seconds) / log(b.seconds / a.seconds)
        func between(_ x: Float, _ y: Float) -> Float { x + part * (y - x) }
        return Point(
            seconds: seconds, same: between(a.same, b.same), different: between(a.different, b.different),
            deviation: between(a.deviation, b.deviation))
    }
}
