/// Which words of a hypothesis stand for which of a reference.
package struct Alignment: Hashable, Sendable {
    /// A pair or a single word, by their places in the texts.
    package enum Step: Hashable, Sendable {
        case match(reference: Int, hypothesis: Int)
        case substitution(reference: Int, hypothesis: Int)
        case deletion(reference: Int)
        case insertion(hypothesis: Int)
    }

    /// From the first word to the last.
    package let steps: [Step]

    /// A cheapest alignment under a rule. What is equal at the beginning and at the end is paired first.
    ///
    /// Takes time and memory proportional to the product of the lengths, without those equal
    /// ends: a byte for each pair of places.
    package init<Token: Hashable>(reference: [Token], hypothesis: [Token], rule: AlignmentRule = .levenshtein)
    {
        let before = zip(reference, hypothesis).prefix { $0 == $1 }.count
        let rest = min(reference.count, hypothesis.count) - before
        let after = zip(reference.reversed(), hypothesis.reversed()).prefix(rest).prefix { $0 == $1 }.count
        let middle = EditLattice(
            reference[before..<reference.count - after], hypothesis[before..<hypothesis.count - after],
            rule: rule)
        let start = (0..<before).map { Step.match(reference: $0, hypothesis: $0) }
        let end = (0..<after).map { offset in
            Step.match(
                reference: reference.count - after + offset, hypothesis: hypothesis.count - after + offset)
        }
        steps = start + middle.steps(from: before) + end
    }

    /// How many steps there are of each kind.
    package var counts: EditCounts {
        steps.reduce(into: EditCounts()) { counts, step in
            switch step {
            case .match: counts.matches += 1
            case .substitution: counts.substitutions += 1
            case .deletion: counts.deletions += 1
            case .insertion: counts.insertions += 1
            }
        }
    }

    /// The pairs of places of equal words, in order.
    package var matches: [(reference: Int, hypothesis: Int)] {
        steps.compactMap { step in
            if case .match(let reference, let hypothesis) = step { (reference, hypothesis) } else { nil }
        }
    }
}
