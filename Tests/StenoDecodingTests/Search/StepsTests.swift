import Foundation
import StenoDecoding
import StenoTensor
import StenoText
import Testing

/// A beam of a few spelled-out prefixes and what one frame makes of it.
private struct OneStep {
    var emissions: Emissions
    let context: SearchContext
    let rules: StepRules
    var beam = Beam()
    var tree: PrefixTree
    var candidates = Candidates()

    init(width: Int = 8, threshold: Float = 20, rule: PathRule = .sum) throws {
        emissions = try Emissions()
        let labels = LabelTable(emissions.tokenizer)
        context = SearchContext(labels: labels)
        rules = StepRules(path: rule, width: width, threshold: threshold, separator: labels.separator)
        tree = PrefixTree(context: context.start(), memory: context.makeMemory())
    }

    /// Puts a prefix into the beam, with the probabilities of paths that end in a blank and in its last letter.
    mutating func hold(_ prefix: String, blank: Float, letter: Float) {
        var node = PrefixTree.root
        for character in prefix {
            let label = emissions.label(character)
            node =
                tree.child(of: node, label: Int32(label))
                ?? tree.append(
                    PrefixTree.Node(
                        parent: node, label: Int32(label), frame: 0, startsWord: false,
                        isSeparator: character == "_",
                        context: context.state(after: tree[node].context, adding: label, &tree.memory)))
        }
        tree[node].slot = Int32(beam.count)
        beam.append(node, blank: logf(blank), label: logf(letter))
    }

    /// All candidates of one frame.
    mutating func hear(_ probabilities: [Character: Float]) {
        emissions.hear(probabilities)
        let frame = emissions.tensor.elements
        var tokens = TokenChoice(vocabularySize: emissions.size)
        tokens.choose(from: frame, threshold: 6, limit: 10)
        var taken: [Bool] = []
        candidates.stay(beam, in: tree, hearing: frame, rules: rules)
        candidates.merge(beam, in: tree, hearing: frame, tokens: tokens, rules: rules, taken: &taken)
        candidates.extend(
            beam, in: tree, hearing: frame, tokens: tokens, context: context, rules: rules, taken: taken)
    }

    func text(of candidate: Int) -> String {
        let parent = tree.path(to: beam.nodes[Int(candidates.parent[candidate])]).map {
            letter(tree[$0].label)
        }
        let added = candidates.added[candidate]
        return parent.joined() + (added == Candidates.none ? "" : letter(added))
    }

    private func letter(_ label: Int32) -> String {
        label == 1 ? "_" : emissions.tokenizer.vocabulary[Int(label)]
    }

    /// The probability of a candidate, by its letters; `nil` when there is none.
    func probability(_ text: String) -> (blank: Float, letter: Float)? {
        let places = (0..<candidates.count).filter { self.text(of: $0) == text }
        guard let place = places.first, places.count == 1 else { return nil }
        return (expf(candidates.blank[place]), expf(candidates.label[place]))
    }
}

/// Products of a few single-precision numbers.
private func isClose(_ a: Float?, _ b: Float) -> Bool {
    guard let a else { return false }
    return abs(a - b) <= 1e-5 * max(abs(b), 1e-3)
}

@Suite("One step of prefix beam search")
struct StepsTests {
    @Test("a prefix stays by a blank from either ending, and by its last letter from that letter only")
    func stay() throws {
        var step = try OneStep()
        step.hold("he", blank: 0.2, letter: 0.3)
        step.hear(["-": 0.5, "e": 0.4])
        #expect(isClose(step.probability("he")?.blank, 0.5 * 0.5))
        #expect(isClose(step.probability("he")?.letter, 0.3 * 0.4))
    }

    @Test("a letter is doubled only after a blank")
    func double() throws {
        var step = try OneStep()
        step.hold("hel", blank: 0.2, letter: 0.3)
        step.hear(["l": 0.6, "o": 0.3])
        #expect(isClose(step.probability("hell")?.letter, 0.2 * 0.6))
        #expect(isClose(step.probability("helo")?.letter, 0.5 * 0.3))
    }

    @Test("a prefix and its parent made longer by its last letter are one, whose paths add up")
    func merge() throws {
        var step = try OneStep()
        step.hold("he", blank: 0.1, letter: 0.2)
        step.hold("hel", blank: 0.05, letter: 0.15)
        step.hear(["l": 0.5, "-": 0.3])
        #expect(isClose(step.probability("hel")?.letter, 0.15 * 0.5 + 0.3 * 0.5))
        #expect(isClose(step.probability("hel")?.blank, 0.2 * 0.3))
    }

    @Test("with the maximum rule, the better of the two paths counts")
    func mergeByMaximum() throws {
        var step = try OneStep(rule: .max)
        step.hold("he", blank: 0.1, letter: 0.2)
        step.hold("hel", blank: 0.05, letter: 0.15)
        step.hear(["l": 0.5, "-": 0.3])
        #expect(isClose(step.probability("hel")?.letter, 0.2 * 0.5))
        #expect(isClose(step.probability("hel")?.blank, 0.15 * 0.3))
    }

    @Test("between words a separator is silence and spells nothing")
    func separators() throws {
        var step = try OneStep()
        step.hold("he_", blank: 0.4, letter: 0)
        step.hear(["-": 0.3, "_": 0.6])
        #expect(isClose(step.probability("he_")?.blank, 0.4 * 0.9))
        #expect(step.probability("he__") == nil)
    }

    @Test("the best candidates are kept, in order, and no more than the beam is wide")
    func prune() throws {
        var step = try OneStep(width: 2)
        step.hold("a", blank: 0.5, letter: 0)
        step.hear(["b": 0.5, "c": 0.3, "-": 0.1])
        let kept = step.candidates.pruned(rules: step.rules).map { step.text(of: Int($0)) }
        #expect(kept == ["ab", "ac"])
    }

    @Test("a candidate too far below the best is not kept")
    func threshold() throws {
        var step = try OneStep(threshold: logf(2))
        step.hold("a", blank: 0.5, letter: 0)
        step.hear(["b": 0.5, "c": 0.3, "d": 0.1])
        let kept = step.candidates.pruned(rules: step.rules).map { step.text(of: Int($0)) }
        #expect(kept == ["ab", "ac"])
    }
}
