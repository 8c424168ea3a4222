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
        guard let loudest = tokens.labels.first else { return }
        let most = emissions[Int(loudest)] + context.mostEarned
        var cut = Cut(self, rules: rules)
        for slot in 0..<beam.count {
            let node = beam.nodes[slot]
            let (blank, sounding) = (beam.blank[slot], beam.label[slot])
            let total = rules.path.combine(blank, sounding)
            let state = tree.nodes[Int(node)].context
            guard total + most + max(state.score, state.ended) >= cut.rank else { continue }
            let last = tree.nodes[Int(node)].label
            let row = slot * tokens.labels.count
            context.forEachExtension(of: state, by: tokens) { label, place, score in
                let sound = (label == last ? blank : total) + emissions[Int(label)]
                guard sound + score >= cut.rank, !taken[row + place] else { return }
                append(slot: slot, label: label, sound: sound, context: score, rules: rules)
                cut.take(self)
            }
        }
    }

    private mutating func append(slot: Int, label: Int32, sound: Float, context: Float, rules: StepRules) {
        let isSeparator = rules.separator == Int(label)
        append(
            parent: Int32(slot), added: label, blank: isSeparator ? sound : -.infinity,
            label: isSeparator ? -.infinity : sound, context: context, rank: sound + context)
    }

    /// Step 3: the best candidates, in their order, no more than the beam is wide.
    package func pruned(rules: StepRules) -> [Int32] {
        guard let best = rank.max() else { return [] }
        var least = max(best - rules.threshold, -Float.greatestFiniteMagnitude)
        var equal = Int.max
        if count > rules.width {
            let last = rank.largest(rules.width)
            if last >= least {
                least = last
                // Of those that rank like the last to be kept, the first are kept.
                equal = rules.width - rank.count { $0 > last }
            }
        }
        return rank.indices.compactMap { candidate in
            guard rank[candidate] >= least else { return nil }
            if rank[candidate] == least && equal < Int.max {
                equal -= 1
                if equal < 0 { return nil }
            }
            return Int32(candidate)
        }
    }

    /// The paths that may go on with a label: after the same label only those that end in a blank, for without it
    /// the two would collapse into one (Graves et al. 2006, section 3.1).
    @inline(__always)
    private static func sound(
        of label: Int32, after last: Int32, blank: Float, label sounding: Float, rules: StepRules
    ) -> Float {
        label == last ? blank : rules.path.combine(blank, sounding)
    }
}

/// The rank below which a candidate cannot be kept, as far as the candidates show: too far below the best, or worse
/// than as many as the beam is wide.
private struct Cut {
    private(set) var rank: Float
    private let width: Int
    private var nextCount: Int

    init(_ candidates: Candidates, rules: StepRules) {
        width = rules.width
        nextCount = 2 * width
        let best = candidates.rank.max() ?? -.infinity
        rank = max(best - rules.threshold, -Float.greatestFiniteMagnitude)
        if candidates.count >= width { rank = max(rank, candidates.rank.largest(width)) }
    }

    /// Looks again whenever there are twice as many candidates.
    @inline(__always)
    mutating func take(_ candidates: Candidates) {
        guard candidates.count >= nextCount else { return }
        rank = max(rank, candidates.rank.largest(width))
        nextCount *= 2
    }
}

extension [Float] {
    /// The value that as many as `place`, itself included, reach or exceed (Hoare's quickselect).
    func largest(_ place: Int) -> Float {
        var values = self
        var (low, high) = (0, values.count - 1)
        let wanted = place - 1
        while low < high {
            let pivot = values[(low + high) / 2]
            var (i, j) = (low, high)
            while i <= j {
                while values[i] > pivot { i += 1 }
                while values[j] < pivot { j -= 1 }
                if i <= j {
                    values.swapAt(i, j)
                    (i, j) = (i + 1, j - 1)
                }
            }
            if wanted <= j { high = j } else if wanted >= i { low = i } else { break }
        }
        return values[wanted]
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
