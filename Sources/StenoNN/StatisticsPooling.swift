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
}
