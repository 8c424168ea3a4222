/// Finds the most likely speaker of every unit: a Viterbi search whose evidence for a unit is heard together with its
/// neighbours of the same turn.
///
/// A unit of *d* seconds given to voice *k* scores *d* · (cos(*w*, *k*) − border). The window *w* is the unit with its
/// left and right neighbour as far as they are given to the same voice: three short words tell a voice much better
/// than one, and never is a voice judged by the words of another. The border between same and different voice
/// depends on the speech on both sides. A voice not met before scores *d* · `newcomer`. A change of speaker costs, less
/// so after a pause.
package struct TurnDecoder: Sendable {
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

    /// By how much an embedding is more like a voice than two voices are at the border of same and different.
    package func advantage(of voice: Voice, for heard: SpeakerEmbedding, seconds: Float) -> Float {
        let effective = SimilarityScale.effectiveSpeech(seconds, voice.speech)
        return heard.similarity(to: voice.embedding) - scale.threshold(at: effective)
    }

    /// - Parameters:
    ///   - units: What is said, at least one unit.
    ///   - voices: Everybody known.
    ///   - candidates: Who may be given a unit, at least one.
    ///   - decided: The voices of the first units, where they stand already; each is a candidate.
    /// - Returns: One choice for each unit.
    package func choices(
        for units: SpeechUnits, among voices: [Voice], candidates: [Choice], decided: [Int] = []
    ) -> [Choice] {
        precondition(!candidates.isEmpty && units.count > 0, "something must be given to somebody")
        let evidence = Evidence(of: units) { heard, seconds in
            candidates.map { choice in
                switch choice {
                case .newcomer: prior.newcomer
                case .voice(let index): advantage(of: voices[index], for: heard, seconds: seconds)
                }
            }
        }
        var columns = [start(candidates, decided)]
        for unit in 1..<max(1, units.count) {
            columns.append(
                step(
                    from: columns[unit - 1], evidence, unit - 1, cost: prior.cost(ofChangeAfter: units.pause[unit]),
                    allowed: candidates.map { allows($0, unit, decided) }))
        }
        return trace(columns, evidence).map { candidates[$0] }
    }

    private func allows(_ choice: Choice, _ unit: Int, _ decided: [Int]) -> Bool {
        unit >= decided.count || choice == .voice(decided[unit])
    }

    // MARK: The search

    /// A unit is given to a candidate, and either goes on with the turn of the unit before or begins one.
    private struct State: Hashable {
        var candidate: Int
        var joined: Bool
    }

    /// The best way to a state: its score without the unit's own, and the state of the unit before.
    private struct Path {
        var score: Float = -.infinity
        var before: State?
    }

    private struct Column {
        var joined: [Path]
        var fresh: [Path]

        subscript(state: State) -> Path { state.joined ? joined[state.candidate] : fresh[state.candidate] }

        var states: [State] {
            [false, true].flatMap { joined in fresh.indices.map { State(candidate: $0, joined: joined) } }
        }
    }

    private func start(_ candidates: [Choice], _ decided: [Int]) -> Column {
        Column(
            joined: candidates.map { _ in Path() },
            fresh: candidates.map { Path(score: allows($0, 0, decided) ? 0 : -.infinity) })
    }

    private func step(
        from column: Column, _ evidence: Evidence, _ unit: Int, cost: Float, allowed: [Bool]
    ) -> Column {
        var joined = [Path](repeating: Path(), count: column.fresh.count)
        var leader = Path()
        for state in column.states {
            let score = column[state].score
            let goesOn = score + evidence.score(unit, state.candidate, joinsLeft: state.joined, joinsRight: true)
            if allowed[state.candidate], goesOn > joined[state.candidate].score {
                joined[state.candidate] = Path(score: goesOn, before: state)
            }
            let ends = score + evidence.score(unit, state.candidate, joinsLeft: state.joined, joinsRight: false)
            if ends - cost > leader.score { leader = Path(score: ends - cost, before: state) }
        }
        return Column(joined: joined, fresh: allowed.map { $0 ? leader : Path() })
    }

    private func trace(_ columns: [Column], _ evidence: Evidence) -> [Int] {
        let last = columns.count - 1
        func total(_ state: State) -> Float {
            columns[last][state].score
                + evidence.score(last, state.candidate, joinsLeft: state.joined, joinsRight: false)
        }
        var state = columns[last].states.max { total($0) < total($1) }
        var chosen: [Int] = []
        for column in columns.reversed() {
            guard let current = state else { break }
            chosen.append(current.candidate)
            state = column[current].before
        }
        return chosen.reversed()
    }
}

/// What each unit scores for each candidate, with each of the four windows it may be heard in.
private struct Evidence {
    private var scores: [[[Float]]] = []

    init(of units: SpeechUnits, advantage: (_ heard: SpeakerEmbedding, _ seconds: Float) -> [Float]) {
        var advantages: [Range<Int>: [Float]] = [:]
        for unit in 0..<units.count {
            for end in unit + 1...min(unit + 3, max(unit + 1, units.count)) {
                let window = unit..<end
                advantages[window] = advantage(units.embedding(of: window), units.speech(of: window))
            }
        }
        scores = (0..<units.count).map { unit in
            (0..<4).map { sides in
                let window = max(0, unit - (sides & 1))..<min(units.count, unit + 1 + (sides >> 1))
                return (advantages[window] ?? []).map { $0 * units.speech[unit] }
            }
        }
    }

    func score(_ unit: Int, _ candidate: Int, joinsLeft: Bool, joinsRight: Bool) -> Float {
        scores[unit][(joinsLeft ? 1 : 0) + (joinsRight ? 2 : 0)][candidate]
    }
}
