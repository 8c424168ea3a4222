package import StenoTensor

/// A classifier of directions: the cosine to the right class must beat all others by a margin (Wang et al. 2018,
/// "Additive Margin Softmax for Face Verification"). What it trains is the embedding; its weights are left behind.
package struct AdditiveMarginSoftmax: Module {
    /// One direction for each class, `[classes, D]`.
    package let weight: Parameter
    /// How much better the right class must be, as a cosine.
    package let margin: Float
    /// What cosines are multiplied by before the softmax.
    package let scale: Float

    package init(
        width: Int, classes: Int, margin: Float = 0.2, scale: Float = 30,
        using generator: inout SeededGenerator
    ) {
        weight = Parameter(
            .normal([classes, width], deviation: 1 / Float(width).squareRoot(), using: &generator))
        self.margin = margin
        self.scale = scale
    }

    /// The cosines between embeddings and classes.
    ///
    /// - Parameter embeddings: `[B, D]`, of any length.
    /// - Returns: `[B, classes]`
    package func cosines(_ embeddings: Tensor) -> Tensor {
        embeddings.normalized().linear(weight: weight.tensor.on(embeddings.tape).normalized())
    }

    /// The mean loss of a batch.
    ///
    /// - Parameters:
    ///   - embeddings: `[B, D]`, of any length.
    ///   - labels: The class of each, `[B]`.
    package func callAsFunction(_ embeddings: Tensor, labels: [Int]) -> Tensor {
        let handicap = Tensor.oneHot(labels, classes: weight.shape[0]) * margin
        return ((cosines(embeddings) - handicap) * scale).crossEntropy(labels)
    }
}
