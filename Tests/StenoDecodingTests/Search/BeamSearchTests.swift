import Foundation
import StenoDecoding
import StenoTensor
import StenoText
import Testing

@Suite("Prefix beam search")
struct BeamSearchTests {
    private func search(_ emissions: Emissions, _ options: BeamOptions) -> BeamSearch {
        var search = BeamSearch(
            options: options, context: SearchContext(labels: LabelTable(emissions.tokenizer)))
        let size = emissions.size
        let tensor = emissions.tensor
        for frame in 0..<emissions.frames.count {
            search.advance(over: tensor.elements.extracting((frame * size)..<((frame + 1) * size)))
        }
        return search
    }

    /// The probability of every label sequence, by going through all paths; separators as the search treats them.
    private func probabilities(_ emissions: Emissions, rule: PathRule) -> [[Int]: Double] {
        var sums: [[Int]: Double] = [:]
        func walk(_ frame: Int, _ path: [Int], _ probability: Double) {
            if frame == emissions.frames.count {
                let labels = collapse(path)
                let old = sums[labels] ?? 0
                sums[labels] = rule == .sum ? old + probability : max(old, probability)
                return
            }
            for label in 0..<emissions.size {
                walk(frame + 1, path + [label], probability * exp(Double(emissions.frames[frame][label])))
            }
        }
        walk(0, [], 1)
        return sums
    }

    private func collapse(_ path: [Int]) -> [Int] {
        var labels: [Int] = []
        var last = 0
        for label in path {
            if label != last, label != 0, label != 1 || (labels.last ?? 1) != 1 { labels.append(label) }
            last = label
        }
        return labels
    }

    @Test(
        "a beam wide enough finds every label sequence and its exact probability",
        arguments: [PathRule.sum, .max])
    func exhaustive(rule: PathRule) throws {
        var emissions = try Emissions(letters: "ab")
        emissions.hiss(frames: 6, seed: 4)
        let truth = probabilities(emissions, rule: rule)
        let options = BeamOptions(
            width: 100_000, threshold: 1000, labelThreshold: 1000, labelLimit: 100, pathRule: rule)
        let found = search(emissions, options).hypotheses(100_000, ending: .open)
        #expect(found.count == truth.count)
        for path in found {
            let expected = try #require(truth[path.labels.map(\.label)])
            // Single-precision logarithms summed over six frames.
            #expect(abs(path.score - log(expected)) < 1e-4)
        }
    }

    @Test("the sum over paths can prefer another text than the best path")
    func sumBeatsBestPath() throws {
        var emissions = try Emissions(letters: "ab")
        for _ in 0..<2 { emissions.hear(["-": 0.6, "a": 0.38]) }
        // Best path: "--" with 0.36. "a" has a-, -a and aa: 2 × 0.228 + 0.1444 = 0.6.
        let sum = search(emissions, BeamOptions(pathRule: .sum)).best(ending: .open)
        let best = search(emissions, BeamOptions(pathRule: .max)).best(ending: .open)
        #expect(sum.map(\.label) == [emissions.label("a")])
        #expect(best.isEmpty)
    }

    @Test("a tree keeps what leads to its leaves, and spells the same below another root")
    func compaction() throws {
        var emissions = try Emissions()
        emissions.say("one_two")
        var search = self.search(emissions, BeamOptions(width: 12))
        let path = search.best(ending: .open)
        let before = search.tree.count
        search.cut(path, after: 4, at: 4, ending: .open)
        #expect(search.best(ending: .open) == Array(path[4...]))
        #expect(search.tree.count < before)
    }

    @Test("equal emissions give equal results: ties are broken by order")
    func deterministic() throws {
        var emissions = try Emissions()
        for _ in 0..<5 { emissions.hear([:]) }
        let first = search(emissions, BeamOptions(width: 5)).hypotheses(5, ending: .open)
        let second = search(emissions, BeamOptions(width: 5)).hypotheses(5, ending: .open)
        #expect(first.map(\.labels) == second.map(\.labels))
        #expect(first.count == 5)
    }
}
