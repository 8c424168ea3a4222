import Foundation
import StenoKernels
import StenoTestSupport
import Testing

@Suite("CTC denominator")
struct CTCDenominatorTests {
    private let bigram = LabelBigram(counting: [[1, 2, 2], [2, 1], [1]], symbols: 3)

    @Test("sums and gradients equal PyTorch's", arguments: InstructionSet.supported)
    func pyTorch(set: InstructionSet) throws {
        for reference in try fixture("ctc_denominator") as [DenominatorReference] {
            let bigram = LabelBigram(
                counting: reference.sequences, symbols: reference.symbols, blank: reference.blank)
            let result = set.force {
                denominator(reference.logits, lengths: reference.lengths, frames: reference.frames, bigram)
            }
            #expect(largestRelativeDifference(result.sums, from: reference.sums) < 1e-5)
            // Single precision: a path's probability is a product of up to 60 factors with 1e-7 of rounding each.
            #expect(largestDifference(result.gradient, reference.gradient) < 6e-6)
        }
    }

    @Test("after a label come others as often as in the texts, and nothing is impossible")
    func counts() {
        // After 1: 2, the end, the end. Single labels, one more than seen: 4 ends, 4 ones, 4 twos.
        #expect(abs(bigram.probability(of: 2, after: 1) - (1 + 2.0 / 3) / 5) < 1e-6)
        #expect(abs(bigram.probability(of: 0, after: 1) - (2 + 2.0 / 3) / 5) < 1e-6)
        #expect(abs(bigram.probability(of: 1, after: 1) - (2.0 / 3) / 5) < 1e-6)
        for label in 0..<3 {
            let sum = (0..<3).reduce(0) { $0 + bigram.probability(of: $1, after: label) }
            #expect(abs(sum - 1) < 1e-6)
        }
    }

    @Test("it is the sum over all label sequences of their CTC probability times the bigram's")
    func everySequence() {
        for (frames, seed) in [(1, UInt64(1)), (2, 2), (5, 3)] {
            let logits = numbers(frames * 3, seed: seed)
            let all = sequences(of: [1, 2], upTo: frames)
            var total = 0.0
            for labels in all {
                let loss = output(1) {
                    ctcLoss(
                        logits: logits.span, lengths: [frames], targets: CTCTargets([labels]),
                        shape: CTCShape(batch: 1, frames: frames, symbols: 3), into: &$0)
                }
                total += probability(of: labels) * exp(-Double(loss[0]))
            }
            let result = denominator(logits, lengths: [frames], frames: frames)
            #expect(abs(Double(result.sums[0]) - log(total)) < 1e-5)
        }
    }

    @Test(
        "the gradient is that of the sum, and what cannot be summed has none",
        arguments: InstructionSet.supported)
    func gradient(set: InstructionSet) {
        let logits = numbers(2 * 6 * 3, seed: 4)
        set.force {
            let result = denominator(logits, lengths: [6, 4], frames: 6)
            for place in logits.indices {
                var (more, less) = (logits, logits)
                more[place] += 0.02
                less[place] -= 0.02
                let slope =
                    (denominator(more, lengths: [6, 4], frames: 6).sums.reduce(0, +)
                        - denominator(less, lengths: [6, 4], frames: 6).sums.reduce(0, +)) / 0.04
                #expect(abs(result.gradient[place] - slope) < 3e-4)
            }
            #expect(result.gradient[30...].allSatisfy { $0 == 0 })
            let broken = denominator([.nan] + logits.dropFirst(), lengths: [6, 0], frames: 6)
            #expect(broken.sums == [0, 0] && broken.gradient.allSatisfy { $0 == 0 })
        }
    }

    @Test("of a thousand frames nothing under- or overflows")
    func long() {
        let logits = numbers(1_000 * 3, seed: 5).map { $0 * 30 }
        let result = denominator(logits, lengths: [1_000], frames: 1_000)
        #expect(result.sums[0].isFinite && result.sums[0] < 0)
        #expect(result.gradient.allSatisfy { abs($0) <= 1.0001 })
    }

    private func probability(of labels: [Int]) -> Double {
        zip([0] + labels, labels + [0]).reduce(1) { $0 * Double(bigram.probability(of: $1.1, after: $1.0)) }
    }

    private func sequences(of labels: [Int], upTo length: Int) -> [[Int]] {
        var (all, last): ([[Int]], [[Int]]) = ([[]], [[]])
        for _ in 0..<length {
            last = last.flatMap { sequence in labels.map { sequence + [$0] } }
            all += last
        }
        return all
    }

    private func denominator(
        _ logits: [Float], lengths: [Int], frames: Int, _ bigram: LabelBigram? = nil
    ) -> (sums: [Float], gradient: [Float]) {
        let bigram = bigram ?? self.bigram
        var sums = [Float](repeating: .nan, count: lengths.count)
        var gradient = [Float](repeating: .nan, count: logits.count)
        let shape = CTCShape(
            batch: lengths.count, frames: frames, symbols: bigram.symbols, blank: bigram.blank)
        mutate(&sums, &gradient) { sums, gradient in
            ctcDenominator(
                logits: logits.span, lengths: lengths, bigram: bigram, shape: shape, into: &sums,
                gradient: &gradient)
        }
        return (sums, gradient)
    }
}

private struct DenominatorReference: Decodable {
    let frames, symbols, blank: Int
    let lengths: [Int]
    let sequences: [[Int]]
    let logits, sums, gradient: [Float]
}
