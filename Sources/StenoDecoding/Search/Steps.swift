/// The three steps of prefix beam search: what may become of the beam's sequences, which of that is one and the
/// same, and what is kept (Graves & Jaitly 2014, algorithm 1; Hannun et al. 2014).
extension Candidates {
    /// Step 1a: every sequence as it is, by a blank or by its last label sounding on.
    package mutating func stay(
        _ beam: Beam, in tree: PrefixTree, hearing emissions: Span<Float>, rules: StepRules
    ) {
        for slot in 0..<beam.count {
            let node = tree[beam.nodes[slot]]
            let total = rules.path.combine(beam.blank[slot], beam.label[slot])
            var silence = emissions[0]
            // Between words a separator says no more than a blank: "a| |b" and "a|b" are the same words.
            if let separator = rules.separator, !node.context.inWord {
                silence = rules.path.combine(silence, emissions[separator])
            }
            let sounds = node.label >= 0 && !node.isSeparator
            let label = sounds ? beam.label[slot] + emissions[Int(node.label)] : -.infinity
            append(
                parent: Int32(slot), added: Self.none, blank: total + silence, label: label,
                context: node.context.score, rank: 0)
        }
    }

    /// Step 2: a sequence whose parent is in the beam too is also that parent made longer.
    ///
    /// - Returns: For every slot and chosen label, whether the longer sequence has its own slot: `[slots × labels]`.
    package mutating func merge(
        _ beam: Beam, in tree: PrefixTree, hearing emissions: Span<Float>, tokens: TokenChoice,
        rules: StepRules,
        taken: inout [Bool]
    ) {
        let width = tokens.labels.count
        taken.removeAll(keepingCapacity: true)
        taken.append(contentsOf: repeatElement(false, count: beam.count * width))
        for slot in 0..<beam.count {
            let node = tree[beam.nodes[slot]]
            guard node.parent >= 0 else { continue }
            let parent = Int(tree[node.parent].slot)
            guard parent >= 0 else { continue }
            let place = Int(tokens.place[Int(node.label)])
            if place >= 0 { taken[parent * width + place] = true }
            let sound = Self.sound(
                of: node.label, after: tree[node.parent].label, blank: beam.blank[parent],
                label: beam.label[parent], rules: rules)
            if node.isSeparator {
                blank[slot] = rules.path.combine(blank[slot], sound + emissions[Int(node.label)])
            } else {
                label[slot] = rules.path.combine(label[slot], sound + emissions[Int(node.label)])
            }
        }
        for slot in 0..<beam.count {
            rank[slot] = rules.path.combine(blank[slot], label[slot]) + context[slot]
        }
    }

    /// Step 1b: every sequence made longer by one label, unless that has its own slot or falls below the cut.
    package mutating func extend(
        _ beam: Beam, in tree: PrefixTree, hearing emissions: Span<Float>, tokens: TokenChoice,
        context: SearchContext, rules: StepRules, taken: [Bool]
    ) {
        let width = tokens.labels.count
        let cut = lowestUseful(rules: rules)
        for slot in 0..<beam.count {
            let node = tree[beam.nodes[slot]]
            for place in 0..<width where !taken[slot * width + place] {
                let label = tokens.labels[place]
                let sound =
                    Self.sound(
                        of: label, after: node.label, blank: beam.blank[slot], label: beam.label[slot],
                        rules: rules)
                    + emissions[Int(label)]
                guard !(rules.separator == Int(label) && !node.context.inWord),
                    let score = context.score(after: node.context, adding: Int(label)), sound + score >= cut
                else { continue }
                append(
                    parent: Int32(slot), added: label,
                    blank: rules.separator == Int(label) ? sound : -.infinity,
                    label: rules.separator == Int(label) ? -.infinity : sound,
                    context: score, rank: sound + score)
            }
        }
    }

    /// Step 3: the best candidates, in their order, no more than the beam is wide.
    package func pruned(rules: StepRules) -> [Int32] {
        guard let best = rank.max() else { return [] }
        let threshold = max(best - rules.threshold, -Float.greatestFiniteMagnitude)
        var kept = (0..<Int32(count)).filter { rank[Int($0)] >= threshold }
        if kept.count > rules.width {
            kept.sort { a, b in
                let (x, y) = (rank[Int(a)], rank[Int(b)])
                return x > y || (x == y && a < b)
            }
            kept.removeSubrange(rules.width...)
            kept.sort()
        }
        return kept
    }

    /// The paths that may go on with a label: after the same label only those that end in a blank, for without it
    /// the two would collapse into one (Graves et al. 2006, section 3.1).
    @inline(__always)
    private static func sound(
        of label: Int32, after last: Int32, blank: Float, label sounding: Float, rules: StepRules
    ) -> Float {
        label == last ? blank : rules.path.combine(blank, sounding)
    }

    /// The rank below which a candidate cannot be kept, judged by the sequences that stay as they are.
    private func lowestUseful(rules: StepRules) -> Float {
        guard let best = rank.max(), let worst = rank.min() else { return -.infinity }
        let cut = max(best - rules.threshold, -Float.greatestFiniteMagnitude)
        return count >= rules.width ? max(cut, worst) : cut
    }
}

/// What the steps go by.
package struct StepRules: Sendable {
    package let path: PathRule
    package let width: Int
    /// How far below the best a hypothesis may rank.
    package let threshold: Float
    package let separator: Int?

    package init(path: PathRule, width: Int, threshold: Float, separator: Int?) {
        self.path = path
        self.width = width
        self.threshold = threshold
        self.separator = separator
    }
}
