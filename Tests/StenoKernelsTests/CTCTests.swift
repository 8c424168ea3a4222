import Foundation
import StenoKernels
import StenoTestSupport
import Testing

@Suite("CTC loss")
struct CTCTests {
    @Test("losses and gradients equal PyTorch's", arguments: InstructionSet.supported)
    func pyTorch(set: InstructionSet) throws {
        for reference in try fixture("ctc") as [CTCReference] {
            let result: Loss = set.force {
                loss(
                    reference.logits, lengths: reference.lengths, targets: reference.targets,
                    symbols: reference.symbols, blank: reference.blank)
            }
            #expect(largestRelativeDifference(result.losses, from: reference.losses) < 1e-5)
            // Single precision: a path's probability is a product of up to 50 factors with 1e-7 of rounding each.
            #expect(largestDifference(result.gradient, reference.gradient) < 5e-6)
        }
    }

    @Test("one frame: the loss is that of the label or of the blank")
    func oneFrame() {
        let logits = logarithms([0.2, 0.5, 0.3])
        let one = loss(logits, lengths: [1], targets: [[1]], symbols: 3)
        #expect(abs(one.losses[0] + log(0.5)) < 1e-6)
        #expect(largestDifference(one.gradient, [0.2, -0.5, 0.3]) < 1e-6)
        let empty = loss(logits, lengths: [1], targets: [[]], symbols: 3)
        #expect(abs(empty.losses[0] + log(0.2)) < 1e-6)
        #expect(largestDifference(empty.gradient, [-0.8, 0.5, 0.3]) < 1e-6)
    }

    @Test("two frames, one label: aa, a- and -a are its paths")
    func twoFrames() {
        // p(a) 0.6 then 0.3; p(blank) 0.4 then 0.7: 0.18 + 0.42 + 0.12 = 0.72
        let result = loss(logarithms([0.4, 0.6, 0.7, 0.3]), lengths: [2], targets: [[1]], symbols: 2)
        #expect(abs(result.losses[0] + log(0.72)) < 1e-6)
        // γ(a) = 0.6/0.72 at the first frame, 0.3/0.72 at the second
        let expected: [Float] = [0.4 - 0.12 / 0.72, 0.6 - 0.6 / 0.72, 0.7 - 0.42 / 0.72, 0.3 - 0.3 / 0.72]
        #expect(largestDifference(result.gradient, expected) < 1e-6)
    }

    @Test("a repeated label needs a blank between: in three frames only a-a spells aa")
    func repeatedLabel() {
        let logits = logarithms([0.3, 0.7, 0.2, 0.8, 0.6, 0.4])
        let result = loss(logits, lengths: [3], targets: [[1, 1]], symbols: 2)
        #expect(abs(result.losses[0] + log(0.7 * 0.2 * 0.4)) < 1e-6)
        #expect(largestDifference(result.gradient, [0.3, -0.3, -0.8, 0.8, 0.6, -0.6]) < 1e-6)
    }

    @Test(
        "a target that does not fit has an infinite loss and no gradient, and the others of its batch are not touched"
    )
    func impossible() {
        let logits = numbers(3 * 4 * 3)
        let result = loss(
            logits, lengths: [4, 2, 4], targets: [[1, 2], [1, 1], [1, 2, 1, 2, 1]], symbols: 3)
        #expect(result.losses[0].isFinite && result.losses[1] == .infinity && result.losses[2] == .infinity)
        #expect(result.gradient[12...].allSatisfy { $0 == 0 })
        let alone = loss(Array(logits[..<12]), lengths: [4], targets: [[1, 2]], symbols: 3)
        #expect(alone.losses[0] == result.losses[0])
        #expect(alone.gradient == Array(result.gradient[..<12]))
    }

    @Test("no frames spell nothing but the empty target")
    func noFrames() {
        let result = loss(numbers(2 * 2 * 3), lengths: [0, 0], targets: [[], [1]], symbols: 3)
        #expect(result.losses == [0, .infinity])
        #expect(result.gradient.allSatisfy { $0 == 0 })
    }

    @Test("infinite and NaN logits never give NaN", arguments: [Float.infinity, -.infinity, .nan])
    func notFinite(bad: Float) {
        var logits = numbers(2 * 6 * 4)
        logits[5] = bad
        let result = loss(logits, lengths: [6, 6], targets: [[1, 2], [3]], symbols: 4)
        #expect(!result.losses[0].isNaN && result.losses[1].isFinite)
        #expect(result.gradient.allSatisfy { $0.isFinite })
    }

    @Test("very unlikely targets keep a finite loss and a gradient whose rows sum to 0")
    func unlikely() {
        let (frames, symbols) = (600, 3)
        let logits = (0..<(frames * symbols)).map { Float($0 % symbols == 0 ? 40 : -40) }
        let result = loss(
            logits, lengths: [frames], targets: [[Int](repeating: 1, count: 250)], symbols: symbols)
        #expect(abs(result.losses[0] - 250 * 80) < 1e4, "about 250 frames cost 80 each")
        #expect(result.losses[0].isFinite && result.gradient.allSatisfy { $0.isFinite })
        for t in 0..<frames {
            #expect(abs(result.gradient[(t * symbols)..<((t + 1) * symbols)].reduce(0, +)) < 2e-4)
        }
    }

    @Test("the loss alone equals that with the gradient, and two threads give the same bits")
    func variants() {
        let (batch, frames, symbols) = (5, 30, 7)
        let logits = numbers(batch * frames * symbols, in: -3...3)
        let lengths = [30, 20, 30, 11, 25]
        let targets = [[1, 2, 3, 3], [4], [5, 6, 5, 6, 5, 6], [1, 1], []]
        let both = loss(logits, lengths: lengths, targets: targets, symbols: symbols)
        let threaded = loss(
            logits, lengths: lengths, targets: targets, symbols: symbols, workers: Workers(count: 2))
        #expect(both == threaded)
        let shape = CTCShape(batch: batch, frames: frames, symbols: symbols)
        let alone = output(batch) {
            ctcLoss(
                logits: logits.span, lengths: lengths, targets: CTCTargets(targets), shape: shape, into: &$0)
        }
        #expect(alone == both.losses)
    }

    fileprivate struct Loss: Equatable {
        var losses: [Float]
        var gradient: [Float]
    }

    private func loss(
        _ logits: [Float], lengths: [Int], targets: [[Int]], symbols: Int, blank: Int = 0,
        workers: Workers = .one
    ) -> Loss {
        let shape = CTCShape(
            batch: lengths.count, frames: logits.count / symbols / lengths.count, symbols: symbols,
            blank: blank)
        var result = Loss(
            losses: [Float](repeating: .nan, count: lengths.count),
            gradient: [Float](repeating: .nan, count: logits.count))
        mutate(&result.losses, &result.gradient) { losses, gradient in
            ctcLoss(
                logits: logits.span, lengths: lengths, targets: CTCTargets(targets), shape: shape,
                into: &losses,
                gradient: &gradient, workers: workers)
        }
        return result
    }

    private func logarithms(_ probabilities: [Float]) -> [Float] { probabilities.map { Foundation.log($0) } }
}

private struct CTCReference: Decodable {
    let frames, symbols, blank: Int
    let lengths: [Int]
    let targets: [[Int]]
    let logits, losses, gradient: [Float]
}
