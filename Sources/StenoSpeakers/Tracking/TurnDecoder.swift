/// Finds the most likely speaker of every unit: a Viterbi search over the units in order.
///
/// A unit of *d* seconds given to voice *k* scores *d* · (cos − border), where the border between same and different
/// voice depends on the speech on both sides. A change of speaker costs, less so after a pause. Sums over a turn make
/// sure what one short word leaves open.
package struct TurnDecoder: Sendable {
    /// What is expected before anything is heard; costs are in seconds · cosine. Chosen on conversations of development
    /// recordings.
    package struct Prior: Hashable, Codable, Sendable {
        /// The cost of a change of speaker without a pause.
        package var change: Float = 0.15
        /// What is left of that cost after `longPause`.
        package var changeAfterPause: Float = 0.01
        /// Seconds of pause after which the cost falls no further.
        package var longPause: Float = 0.4
        /// How far below the border of same and different a cluster may lie from an enrolled voice and still be that
        /// person: where people are enrolled, most who speak are known.
        package var acquaintance: Float = 0.1
        /// The evidence that makes a new voice in a stream, in nats: the log odds that its phrases are of nobody heard so
        /// far. One phrase that does not sound like its voice stays below, and the first turns of most new voices lie
        /// above.
        package var leastEvidence: Float = 3
        /// Seconds of speech that make a new voice in a stream: less than in a whole recording, where more may follow.
        package var leastSpeech: Float = 0.6

        package init() {}

        /// Where speech is cut into slices, not into words: many are of a change of speakers, and of two at once.
        package static let slices = {
            var prior = Prior()
            prior.leastEvidence = 7
            prior.leastSpeech = 1.2
            return prior
        }()

        package func cost(ofChangeAfter pause: Float) -> Float {
            let part = min(1, max(0, pause / longPause))
            return change + part * (changeAfterPause - change)
        }
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

    /// The index of the known voice that a cluster is; `nil` for a stranger.
    ///
    /// Somebody enrolled is expected, and may lie a little below the border; of all whose voices were ever remembered
    /// few are there.
    func acquaintance(of cluster: VoiceCluster, among known: [Voice]) -> Int? {
        func likeness(_ voice: Voice) -> Float {
            let border = scale.borderOfMiddles(SimilarityScale.effectiveSpeech(cluster.speech, voice.speech))
            return if case .remembered = voice.origin {
                cluster.embedding.similarity(to: voice.embedding) - border
            } else {
                advantage(of: voice, for: cluster.embedding, seconds: cluster.speech) + prior.acquaintance
            }
        }
        let best = known.indices.max { likeness(known[$0]) < likeness(known[$1]) }
        return best.flatMap { likeness(known[$0]) > 0 ? $0 : nil }
    }

    /// - Parameters:
    ///   - units: What is said.
    ///   - voices: Everybody known.
    ///   - candidates: The indices of those who may be given a unit, at least one.
    ///   - decided: The owners of the first units, where they stand already; each is among the candidates.
    /// - Returns: The index of a voice for each unit.
    package func owners(
        of units: SpeechUnits, among voices: [Voice], candidates: [Int], decided: [Int] = []
    ) -> [Int] {
        precondition(!candidates.isEmpty, "a unit must be given to somebody")
        var best = [Float](repeating: 0, count: candidates.count)
        var before: [[Int]] = []
        for unit in 0..<units.count {
            let cost = unit == 0 ? 0 : prior.cost(ofChangeAfter: units.pause[unit])
            let leader = best.indices.max { best[$0] < best[$1] } ?? 0
            before.append(best.indices.map { best[$0] >= best[leader] - cost ? $0 : leader })
            best = best.indices.map { candidate in
                let voice = candidates[candidate]
                guard unit >= decided.count || decided[unit] == voice else { return -.infinity }
                return max(best[candidate], best[leader] - cost)
                    + score(of: unit, in: units, for: voices[voice])
            }
        }
        return trace(best, before).map { candidates[$0] }
    }

    private func score(of unit: Int, in units: SpeechUnits, for voice: Voice) -> Float {
        let seconds = units.speech[unit]
        return seconds * advantage(of: voice, for: units.embeddings[unit], seconds: seconds)
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
