package import StenoAcousticModel
import StenoKernels
import StenoNN
package import StenoTensor

/// The loss of a batch in which all utterances occur once for each view.
package struct Objective: Sendable {
    package let recipe: ObjectiveRecipe
    private let ctc = CTCLoss()

    package struct Result {
        /// What is differentiated: the sum over utterances of the mean over views, of no axes.
        package var total: Tensor
        /// CTC losses by utterance, means over the views, in nats; infinite where one is.
        package var losses: [Double]
    }

    package init(_ recipe: ObjectiveRecipe) {
        self.recipe = recipe
    }

    /// - Parameters:
    ///   - logits: First views of all utterances, then second ones, where there are two.
    ///   - labels: By utterance.
    ///   - middleLabels: What the middle layer is to say, by utterance.
    package func callAsFunction(_ logits: Logits, labels: [[Int]], middleLabels: [[Int]]) -> Result {
        let views = recipe.views
        let last = ctc(logits.symbols, lengths: logits.lengths, labels: inEveryView(labels))
        var total = last.loss
        if let middle = logits.middle {
            let below = ctc(middle, lengths: logits.lengths, labels: inEveryView(middleLabels))
            total = total * Float(1 - recipe.middleWeight) + below.loss * Float(recipe.middleWeight)
        }
        if views == 2 {
            total = total + disagreement(logits, labels.count) * Float(recipe.consistencyWeight)
        }
        let losses = labels.indices.map { item in
            (0..<views).reduce(0) { $0 + Double(last.perUtterance[$1 * labels.count + item]) } / Double(views)
        }
        return Result(total: total * (1 / Float(views)), losses: losses)
    }

    private func inEveryView(_ labels: [[Int]]) -> [[Int]] {
        (0..<recipe.views).flatMap { _ in labels }
    }

    /// The cross entropy of each view's probabilities under the other's, summed over frames: each is the other's
    /// teacher, and no gradient flows into the teacher. It differs from the divergence by the teachers' entropy,
    /// which has no gradient.
    private func disagreement(_ logits: Logits, _ count: Int) -> Tensor {
        let spoken = logits.symbols.logSoftmax().masked(to: logits.lengths)
        let first = spoken.sliced(0..<count), second = spoken.sliced(count..<2 * count)
        return (first * probabilities(second) + second * probabilities(first)).sum() * -1
    }

    private func probabilities(_ logarithms: Tensor) -> Tensor {
        logarithms.detached.applying(.exp)
    }
}
