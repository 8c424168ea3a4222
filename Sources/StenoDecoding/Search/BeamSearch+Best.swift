// What the search believes.

extension BeamSearch {
    /// Everything that speaks for the hypothesis in a slot; minus infinity where the sentence may not end with it.
    func score(of slot: Int, ending: SearchEnding) -> Float {
        let sound = options.pathRule.combine(beam.blank[slot], beam.label[slot])
        let state = tree[beam.nodes[slot]].context
        switch ending {
        case .open: return sound + state.score
        case .sentence: return sound + (context.sentenceScore(state, tree.memory) ?? -.infinity)
        }
    }

    /// The scores of all slots. Where no hypothesis may end a sentence, they are judged as if more followed.
    private func scores(ending: SearchEnding) -> [Float] {
        let scores = (0..<beam.count).map { score(of: $0, ending: ending) }
        return scores.contains { $0 > -.infinity }
            ? scores : (0..<beam.count).map { score(of: $0, ending: .open) }
    }

    package func best(ending: SearchEnding) -> [PathLabel] {
        var best = leader
        if ending == .sentence {
            var highest = -Float.infinity
            for (slot, score) in scores(ending: .sentence).enumerated() where score > highest {
                (highest, best) = (score, beam.nodes[slot])
            }
        }
        return labels(to: best)
    }

    package func hypotheses(_ limit: Int, ending: SearchEnding) -> [ScoredPath] {
        guard limit > 0 else { return [] }
        let scores = scores(ending: ending)
        let ranked = scores.indices.filter { scores[$0] > -.infinity }.sorted { a, b in
            scores[a] > scores[b] || (scores[a] == scores[b] && a < b)
        }
        return ranked.prefix(limit).map {
            ScoredPath(labels: labels(to: beam.nodes[$0]), score: Double(scores[$0]))
        }
    }

    private func labels(to node: Int32) -> [PathLabel] {
        var following = Int32.max
        let reversed = tree.path(to: node).reversed().map { place in
            let node = tree[place]
            // A label that was given up and came back may seem younger than those that follow it.
            let first = min(node.firstFrame, following)
            following = first
            return PathLabel(
                label: Int(node.label), firstFrame: Int(first), lastFrame: Int(max(first, node.lastFrame)),
                startsWord: node.startsWord, isSeparator: node.isSeparator, word: node.context.word)
        }
        return reversed.reversed()
    }

    package var bestMayEnd: Bool { context.mayEnd(tree[leader].context) }

    /// How much worse than the best a hypothesis may be whose sentence ends: the relative cost at which Kaldi takes a
    /// second of silence for an endpoint.
    private static let endMargin: Float = 8

    package var sentenceMayEnd: Bool {
        let open = (0..<beam.count).map { score(of: $0, ending: .open) }.max() ?? -.infinity
        return (0..<beam.count).contains { score(of: $0, ending: .sentence) > open - Self.endMargin }
    }

    package var sentenceEndsWhole: Bool {
        (0..<beam.count).contains { score(of: $0, ending: .sentence) > -.infinity }
    }

    package func agreedCount() -> Int {
        var shared = tree.path(to: leader)
        for node in beam.nodes {
            while let last = shared.last, !tree.isReached(node, over: last) { shared.removeLast() }
        }
        return shared.count
    }
}
