package import StenoKernels

extension Tensor {
    /// The connectionist temporal classification loss of each utterance, `-ln p(labels | x)` (Graves et al. 2006),
    /// with the softmax inside.
    ///
    /// An utterance that no path can produce has an infinite loss and a gradient of 0; no gradient is ever NaN.
    ///
    /// - Parameters:
    ///   - targets: The labels of each utterance.
    ///   - lengths: Frames of each utterance, `[B]`.
    ///   - blank: The index of the blank.
    /// - Returns: Natural-log losses, `[B]`, from `[B, T, V]` of logits (or natural-log probabilities).
    package func ctcLosses(targets: CTCTargets, lengths: [Int], blank: Int) -> Tensor {
        let sizes = CTCShape(batch: shape[0], frames: shape[1], symbols: shape[2], blank: blank)
        var losses = Tensor(uninitialized: [shape[0]])
        var elements = losses.mutableElements
        guard tape != nil else {
            ctcLoss(
                logits: self.elements, lengths: lengths, targets: targets, shape: sizes, into: &elements,
                workers: workers)
            return losses
        }
        let gradient = Tensor.writing(shape) { gradient in
            ctcLoss(
                logits: self.elements, lengths: lengths, targets: targets, shape: sizes, into: &elements,
                gradient: &gradient, workers: workers)
        }
        return ofEachUtterance(losses, gradient: gradient)
    }

    /// `ln Σ p(labels) p(labels | x)` of each utterance over all label sequences, p(labels) by a bigram: what lattice-free
    /// maximum mutual information adds to the CTC loss (Xiang and Ou 2019).
    ///
    /// - Parameters:
    ///   - bigram: Of as many symbols as the last axis has.
    ///   - lengths: Frames of each utterance, `[B]`.
    /// - Returns: Natural logarithms, `[B]`, from `[B, T, V]` of logits.
    package func ctcDenominators(bigram: LabelBigram, lengths: [Int]) -> Tensor {
        let sizes = CTCShape(batch: shape[0], frames: shape[1], symbols: shape[2], blank: bigram.blank)
        var sums = Tensor(uninitialized: [shape[0]])
        var elements = sums.mutableElements
        let gradient = Tensor.writing(shape) { gradient in
            ctcDenominator(
                logits: self.elements, lengths: lengths, bigram: bigram, shape: sizes, into: &elements,
                gradient: &gradient, workers: workers)
        }
        return ofEachUtterance(sums, gradient: gradient)
    }

    /// A number for each utterance, `[B]`, whose sum has the gradient `[B, T, V]`.
    private func ofEachUtterance(_ values: Tensor, gradient: Tensor) -> Tensor {
        let weights: Shape = [shape[0], 1, 1]
        return values.derived(from: self) { dy in gradient * dy.reshaped(to: weights) }
    }
}
