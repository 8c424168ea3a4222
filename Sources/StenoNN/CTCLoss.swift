import StenoKernels
package import StenoTensor

/// Connectionist temporal classification: how improbable the labels are, summed over all their alignments
/// (Graves et al. 2006).
package struct CTCLoss: Sendable {
    /// How the losses of a batch become one number.
    package enum Reduction: Sendable {
        /// Their sum.
        case sum
        /// The mean over the batch of loss per label, as PyTorch's `mean`.
        case mean
    }

    /// The loss of a batch.
    package struct Result: Sendable {
        /// The reduced loss, of no axes; impossible utterances count 0.
        package var loss: Tensor
        /// The loss of each utterance, natural log, infinite for impossible ones.
        package var perUtterance: [Float]
        /// The utterances whose labels no path of their length can produce, or whose logits are not finite.
        package var impossible: [Int]
    }

    /// The index of the blank.
    package let blank: Int
    package let reduction: Reduction

    package init(blank: Int = 0, reduction: Reduction = .sum) {
        self.blank = blank
        self.reduction = reduction
    }

    /// The fewest frames in which the labels can be aligned: one each, and a blank between equal neighbours.
    package static func framesNeeded(for labels: [Int]) -> Int {
        labels.count + zip(labels, labels.dropFirst()).count { $0 == $1 }
    }

    /// - Parameters:
    ///   - logits: `[B, T, V]`, before or after a log-softmax.
    ///   - lengths: Frames of each utterance, `[B]`.
    ///   - labels: The labels of each utterance.
    package func callAsFunction(_ logits: Tensor, lengths: [Int], labels: [[Int]]) -> Result {
        let losses = logits.ctcLosses(targets: CTCTargets(labels), lengths: lengths, blank: blank)
        let perUtterance = losses.array
        let weights = zip(perUtterance, labels).map { loss, labels in
            loss.isFinite ? weight(of: labels, in: lengths.count) : 0
        }
        let total = zip(perUtterance, weights).reduce(Float(0)) { $1.1 == 0 ? $0 : $0 + $1.0 * $1.1 }
        let loss = Tensor(total).derived(from: losses) { dy in
            Tensor(weights.map { $0 * dy.item }, shape: [weights.count])
        }
        let impossible = perUtterance.indices.filter { !perUtterance[$0].isFinite }
        return Result(loss: loss, perUtterance: perUtterance, impossible: impossible)
    }

    private func weight(of labels: [Int], in batch: Int) -> Float {
        switch reduction {
        case .sum: 1
        case .mean: 1 / Float(max(labels.count, 1) * batch)
        }
    }
}
