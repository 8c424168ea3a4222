/// Finds the most likely speaker of every unit: a Viterbi search over the units in order.
///
/// A unit of *d* seconds given to voice *k* scores *d* · (cos − border), where the border between same and different
/// voice depends on the speech on both sides; given to a voice not met before it scores *d* · `newcomer`. A change of
/// speaker costs, less so after a pause. Sums over a turn make sure what one short word leaves open.
package struct TurnDecoder: Sendable {
    /// What is expected before anything is heard; scores are in seconds · cosine.
    package struct Prior: Hashable, Codable, Sendable {
        /// The cost of a change of speaker without a pause.
        package var change: Float = 0.1
        /// What is left of that cost after `longPause`.
        package var changeAfterPause: Float = 0.02
        /// Seconds of pause after which the cost falls no further.
        package var longPause: Float = 0.6
        /// The score per second of a voice nobody has met; above zero, newcomers are expected.
        package var newcomer: Float = 0.1
        /// The same where voices are enrolled: then most who speak are known.
        package var newcomerBesideEnrolled: Float = -0.1

        package init() {}

        package func cost(ofChangeAfter pause: Float) -> Float {
            let part = min(1, max(0, pause / longPause))
            return change + part * (changeAfterPause - change)
        }
    }

    /// The same search where voices are enrolled.
    func besideEnrolled() -> TurnDecoder {
        var prior = prior
        prior.newcomer = prior.newcomerBesideEnrolled
        return TurnDecoder(scale: scale, prior: prior)
    }

    /// Who a unit is given to.
    package enum Choice: Hashable, Sendable {
        /// The voice with this index.
        case voice(Int)
        /// Somebody who is none of the voices.
        case newcomer
    }

    package let prior: Prior
    package let scale: SimilarityScale

    package init(scale: SimilarityScale, prior: Prior = Prior()) {
        (self.scale, self.prior) = (scale, prior)
    }

    /// By how much an embedding is more like a voice than two voices are at the border of same and different.
    package func advantage(of voice: Voice, for heard: SpeakerEmbedding, seconds: Float) -> Float {
        let effective = SimilarityScale.effectiveSpeech(seconds, voice.speech)
        return heard.similarity(to: voice.embedding) - scale.threshold(at: effective)
    }

    /// - Parameters:
    ///   - units: What is said.
    ///   - voices: Everybody known.
    ///   - candidates: Who may be given a unit, at least one.
    ///   - allows: Whether a unit may be given to a candidate; each must be allowed one.
    /// - Returns: One choice for each unit.
    package func choices(
        for units: SpeechUnits, among voices: [Voice], candidates: [Choice],
        allows: (_ unit: Int, Choice) -> Bool = { _, _ in true }
    ) -> [Choice] {
        precondition(!candidates.isEmpty, "a unit must be given to somebody")
        var best = [Float](repeating: 0, count: candidates.count)
        var before: [[Int]] = []
        for unit in 0..<units.count {
            let cost = unit == 0 ? 0 : prior.cost(ofChangeAfter: units.pause[unit])
            let leader = best.indices.max { best[$0] < best[$1] } ?? 0
            before.append(best.indices.map { best[$0] >= best[leader] - cost ? $0 : leader })
            best = best.indices.map { candidate in
                guard allows(unit, candidates[candidate]) else { return -.infinity }
                return max(best[candidate], best[leader] - cost)
                    + score(of: unit, in: units, for: candidates[candidate], among: voices)
            }
        }
        return trace(best, before).map { candidates[$0] }
    }

    private func score(of unit: Int, in units: SpeechUnits, for choice: Choice, among voices: [Voice])
        -> Float
    {
        let seconds = units.speech[unit]
        return switch choice {
        case .newcomer: seconds * prior.newcomer
        case .voice(let index):
            seconds * advantage(of: voices[index], for: units.embeddings[unit], seconds: seconds)
        }
    }

    private func trace(_ best: [Float], _ before: [[Int]]) -> [Int] {
        var candidate = best.indices.max { best[$0] < best[$1] } ?? 0
        var chosen: [Int] = []
        for column in before.reversed() {
            chosen.append(candidate)
            candidate = column[candidate]
        }
        return chosen.reversed()
    }
}
