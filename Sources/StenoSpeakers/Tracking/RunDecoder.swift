/// Finds the most likely speaker of every unit: a segmental Viterbi search (Ostendorf et al. 1996) over runs.
///
/// A run *r* of *d* seconds given to voice *k* scores *d* · (cos(*r*, *k*) − border), where the border between same
/// and different voice depends on the speech on both sides; given to a voice not met before it scores *d* · `newcomer`.
/// A change of speaker costs, less so after a pause. The best sum over all ways to cut the units into runs wins.
package struct RunDecoder: Sendable {
    /// What is expected before anything is heard; scores are in seconds · cosine.
    package struct Prior: Hashable, Codable, Sendable {
        /// The cost of a change of speaker without a pause.
        package var change: Float = 0.16
        /// What is left of that cost after `longPause`.
        package var changeAfterPause: Float = 0.04
        /// Seconds of pause after which the cost falls no further.
        package var longPause: Float = 0.6
        /// The score per second of a voice nobody has met; above zero, newcomers are expected.
        package var newcomer: Float = 0

        package init() {}

        package func cost(ofChangeAfter pause: Float) -> Float {
            let part = min(1, max(0, pause / longPause))
            return change + part * (changeAfterPause - change)
        }
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

    /// - Parameters:
    ///   - units: What is said.
    ///   - voices: Everybody known.
    ///   - candidates: Who may be given a unit, at least one.
    ///   - decided: The voices of the first units, where they stand already; each is a candidate.
    /// - Returns: One choice for each unit.
    package func choices(
        for units: SpeechUnits, among voices: [Voice], candidates: [Choice], decided: [Int] = []
    ) -> [Choice] {
        precondition(!candidates.isEmpty, "a unit must be given to somebody")
        var best = [candidates.map { _ in Step(score: 0, start: 0, previous: 0) }]
        for end in stride(from: 1, through: units.count, by: 1) {
            var steps = candidates.map { _ in Step(score: -.infinity, start: 0, previous: 0) }
            for start in max(0, end - units.longestRun)..<end {
                let run = start..<end
                let scores = candidates.map { choice in
                    allows(choice, run, decided) ? score(of: run, in: units, for: choice, among: voices) : -.infinity
                }
                let cost = start == 0 ? 0 : prior.cost(ofChangeAfter: units.pause[start])
                extend(best[start], by: scores, from: start, cost: cost, into: &steps)
            }
            best.append(steps)
        }
        return trace(best, candidates)
    }

    /// By how much an embedding is more like a voice than two voices are at the border of same and different.
    package func advantage(of voice: Voice, for heard: SpeakerEmbedding, seconds: Float) -> Float {
        let effective = SimilarityScale.effectiveSpeech(seconds, voice.speech)
        return heard.similarity(to: voice.embedding) - scale.threshold(at: effective)
    }

    /// The best way to a run of one candidate that ends at some unit: its score, where it starts, who spoke before.
    private struct Step {
        var score: Float
        var start: Int
        var previous: Int
    }

    private func extend(
        _ before: [Step], by scores: [Float], from start: Int, cost: Float, into steps: inout [Step]
    ) {
        let leader = before.indices.max { before[$0].score < before[$1].score } ?? 0
        for candidate in steps.indices {
            let (stays, changes) = (before[candidate].score, before[leader].score - cost)
            let score = max(stays, changes) + scores[candidate]
            if score > steps[candidate].score {
                steps[candidate] = Step(score: score, start: start, previous: stays >= changes ? candidate : leader)
            }
        }
    }

    private func allows(_ choice: Choice, _ run: Range<Int>, _ decided: [Int]) -> Bool {
        decided[run.clamped(to: decided.indices)].allSatisfy { choice == .voice($0) }
    }

    private func score(of run: Range<Int>, in units: SpeechUnits, for choice: Choice, among voices: [Voice]) -> Float {
        let seconds = units.speech(of: run)
        switch choice {
        case .newcomer:
            return seconds * prior.newcomer
        case .voice(let index):
            return seconds * advantage(of: voices[index], for: units.embedding(of: run), seconds: seconds)
        }
    }

    private func trace(_ best: [[Step]], _ candidates: [Choice]) -> [Choice] {
        var choices: [Choice] = []
        var end = best.count - 1
        var candidate = best[end].indices.max { best[end][$0].score < best[end][$1].score } ?? 0
        while end > 0 {
            let step = best[end][candidate]
            choices.append(contentsOf: repeatElement(candidates[candidate], count: end - step.start))
            (end, candidate) = (step.start, step.previous)
        }
        return choices.reversed()
    }
}
