import Foundation
import StenoNN
import StenoTensor
import StenoTestSupport
import Testing

/// Cases small enough to count their alignments by hand. With all logits equal, every path of T frames over V symbols
/// has probability `V^-T`, so a loss is `T ln V - ln(number of paths)`.
@Suite("CTC loss")
struct CTCLossTests {
    private func loss(_ labels: [Int], frames: Int, symbols: Int = 3, seed: UInt64? = nil) -> CTCLoss.Result {
        let logits = Tensor(repeating: 0.3, shape: [1, frames, symbols])
        return CTCLoss()(logits.on(Tape(seed: 1)), lengths: [frames], labels: [labels])
    }

    @Test(
        "the loss counts the alignments",
        arguments: [
            // One path: all blanks.
            ([], 2, 1.0),
            // a in one frame or more: aa, a-, -a.
            ([1], 2, 3.0),
            // ab in two frames: ab. In three: aab, abb, ab-, a-b, -ab.
            ([1, 2], 2, 1.0), ([1, 2], 3, 5.0),
            // aa needs the blank between: a-a; in four frames: aa-a, a--a, a-aa, a-a-, -a-a.
            ([1, 1], 3, 1.0), ([1, 1], 4, 5.0),
        ])
    func countsAlignments(_ labels: [Int], _ frames: Int, _ paths: Double) {
        let expected = Double(frames) * Foundation.log(3.0) - Foundation.log(paths)
        #expect(abs(Double(loss(labels, frames: frames).loss.item) - expected) < 1e-5)
    }

    @Test(
        "a target longer than the input is infinite, named, and leaves the others' loss and all gradients finite"
    )
    func impossible() throws {
        let logits = Parameter(randomTensor([3, 4, 3]))
        let tape = Tape(seed: 1)
        let result = CTCLoss()(
            logits.tensor(on: tape), lengths: [4, 4, 2], labels: [[1, 2], [1, 1, 1], [2, 2]])
        #expect(result.impossible == [1, 2])
        #expect(result.perUtterance[1] == .infinity)
        #expect(result.loss.item == result.perUtterance[0])
        let gradient = try #require(result.loss.gradients()[logits]).array
        #expect(gradient.allSatisfy { $0.isFinite })
        #expect(gradient[12...].allSatisfy { $0 == 0 })
        #expect(gradient[..<12].contains { $0 != 0 })
    }

    @Test("a NaN logit condemns its utterance alone")
    func notANumber() {
        var elements = randomTensor([2, 3, 3]).array
        elements[4] = .nan
        let logits = Parameter(Tensor(elements, shape: [2, 3, 3]))
        let result = CTCLoss()(logits.tensor(on: Tape(seed: 1)), lengths: [3, 3], labels: [[1], [2]])
        #expect(result.impossible == [0])
        #expect(result.loss.item.isFinite)
        #expect(result.loss.gradients()[logits]?.array.allSatisfy { $0.isFinite } == true)
    }

    @Test("a label sequence needs a frame a label and one between equal neighbours")
    func framesNeeded() {
        #expect(CTCLoss.framesNeeded(for: []) == 0)
        #expect(CTCLoss.framesNeeded(for: [1, 2, 1]) == 3)
        #expect(CTCLoss.framesNeeded(for: [1, 1, 1, 2, 2]) == 8)
    }

    @Test("frames beyond an utterance's length do not matter")
    func padding() {
        let long = randomTensor([1, 6, 4])
        let short = long.sliced(0..<4, along: 1)
        let a = CTCLoss()(long, lengths: [4], labels: [[1, 3]])
        let b = CTCLoss()(short, lengths: [4], labels: [[1, 3]])
        #expect(a.loss.item == b.loss.item)
    }

    @Test("the mean divides by labels and batch, as PyTorch's does")
    func mean() {
        let logits = randomTensor([2, 5, 3])
        let labels = [[1, 2], []]
        let losses = CTCLoss(reduction: .mean)(logits, lengths: [5, 5], labels: labels)
        let expected = (losses.perUtterance[0] / 2 + losses.perUtterance[1]) / 2
        #expect(abs(losses.loss.item - expected) < 1e-5)
    }

    @Test("the gradient of both reductions")
    func gradients() {
        let logits = randomTensor([2, 4, 3])
        for reduction in [CTCLoss.Reduction.sum, .mean] {
            let loss = CTCLoss(reduction: reduction)
            #expect(
                gradientError(of: [logits]) {
                    loss($0[0], lengths: [4, 3], labels: [[1, 2], [2]]).loss
                } < 2e-3)
        }
    }
}
