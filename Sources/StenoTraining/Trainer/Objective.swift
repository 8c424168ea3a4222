package import StenoAcousticModel
package import StenoKernels
import StenoNN
package import StenoTensor

/// The loss of a batch in which all utterances occur once for each view.
package struct Objective: Sendable {
    package let recipe: ObjectiveRecipe
    /// How the labels follow each other that competing sequences are made of; nil where nothing asks.
    package let bigram: LabelBigram?
    private let ctc = CTCLoss()

    package struct Result {
        /// What is differentiated: the sum over utterances of the mean over views, of no axes.
        package var total: Tensor
        /// CTC losses by utterance, means over the views, in nats; infinite where one is.
        package var losses: [Double]
    }

    package init(_ recipe: ObjectiveRecipe, bigram: LabelBigram? = nil) {
        self.recipe = recipe
        self.bigram = bigram
    }

    /// - Parameters:
    ///   - logits: First views of all utterances, then second ones, where there are two.
    ///   - labels: By utterance.
    ///   - phonemes: The labels that the second output layer is to say, by utterance.
    package func callAsFunction(_ logits: Logits, labels: [[Int]], phonemes: [[Int]]) -> Result {
        let views = recipe.views
        let last = ctc(logits.symbols, lengths: logits.lengths, labels: inEveryView(labels))
        var total = last.loss
        func share(_ weight: Double, of scores: Tensor?, saying labels: [[Int]]) {
            guard let scores, weight > 0 else { return }
            let loss = ctc(scores, lengths: logits.lengths, labels: inEveryView(labels)).loss
            total = total + (loss - last.loss) * Float(weight)
        }
        share(recipe.middleWeight, of: logits.middle, saying: labels)
        share(recipe.phonemeWeight, of: logits.phonemes, saying: phonemes)
        if let bigram {
            let weight = logits.phonemes == nil ? 1 - recipe.middleWeight : recipe.phonemeWeight
            let scores = logits.phonemes ?? logits.symbols
            let sums = scores.ctcDenominators(bigram: bigram, lengths: logits.lengths)
            total = total + sums.sum() * Float(weight * recipe.mutualInformationWeight)
        }
        if views == 2 {
            for scores in [logits.symbols, logits.phonemes].compactMap({ $0 }) {
                total = total + disagreement(scores, logits.lengths) * Float(recipe.consistencyWeight)
            }
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
    private func disagreement(_ scores: Tensor, _ lengths: [Int]) -> Tensor {
        let spoken = scores.logSoftmax().masked(to: lengths)
        let count = lengths.count / 2
        let first = spoken.sliced(0..<count), second = spoken.sliced(count..<2 * count)
        return (first * probabilities(second) + second * probabilities(first)).sum() * -1
    }

    private func probabilities(_ logarithms: Tensor) -> Tensor {
        logarithms.detached.applying(.exp)
    }
}
