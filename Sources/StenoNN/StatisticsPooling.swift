package import StenoTensor

extension Tensor {
    /// The mean and standard deviation of every feature over time (Snyder et al. 2017): sequences of any length become
    /// one vector.
    ///
    /// - Parameter epsilon: Added to the variance, so that the root has a slope where nothing varies.
    /// - Returns: `[B, 2D]`, means first, from `[B, T, D]`.
    package func statisticsPooled(epsilon: Float = 1e-5) -> Tensor {
        let mean = mean(along: 1)
        let deviation = ((self - mean).squared().mean(along: 1) + epsilon).squareRoot()
        return Tensor.concatenated([mean, deviation], along: 2).reshaped(to: [shape[0], 2 * shape[2]])
    }

    /// The same where some frames count for more than others (attentive statistics, Okabe et al. 2018).
    ///
    /// - Parameter weights: What each frame counts for, above 0, `[B, T, 1]`.
    package func statisticsPooled(weights: Tensor, epsilon: Float = 1e-5) -> Tensor {
        let shares = weights / weights.sum(along: 1)
        let mean = (self * shares).sum(along: 1)
        let deviation = (((self - mean).squared() * shares).sum(along: 1) + epsilon).squareRoot()
        return Tensor.concatenated([mean, deviation], along: 2).reshaped(to: [shape[0], 2 * shape[2]])
    }
}
