package import StenoTensor

/// Shifts and scales every feature to mean 0 and variance 1 over the batch, then by learned factors (Ioffe and
/// Szegedy 2015). At inference the running mean and variance of training stand in for the batch's.
package struct BatchNorm: Module {
    /// `[D]`
    package let weight: Parameter
    /// `[D]`
    package let bias: Parameter
    /// `[D]`
    package let runningMean: Buffer
    /// `[D]`, unbiased as PyTorch keeps it.
    package let runningVar: Buffer
    /// Added to the variance.
    package let epsilon: Float
    /// The share of a batch in the running statistics.
    package let momentum: Float

    package init(width: Int, epsilon: Float = 1e-5, momentum: Float = 0.1) {
        weight = .ones([width])
        bias = .zeros([width])
        runningMean = Buffer(Tensor(repeating: 0, shape: [width]))
        runningVar = Buffer(Tensor(repeating: 1, shape: [width]))
        (self.epsilon, self.momentum) = (epsilon, momentum)
    }

    /// - Parameter x: `[…, D]`; on a tape the batch's own statistics are used and observed.
    /// - Returns: `[…, D]`
    package func callAsFunction(_ x: Tensor) -> Tensor {
        guard let tape = x.tape else {
            return x.batchNorm(
                weight: weight.value, bias: bias.value, mean: runningMean.value, variance: runningVar.value,
                epsilon: epsilon)
        }
        let (y, mean, variance) = x.batchNorm(weight: weight.tensor, bias: bias.tensor, epsilon: epsilon)
        let rows = Float(x.shape.count / x.shape[-1])
        let unbiased = variance.detached * (rows / max(1, rows - 1))
        tape.observe(Observation(for: runningMean, value: mean, momentum: momentum))
        tape.observe(Observation(for: runningVar, value: unbiased, momentum: momentum))
        return y
    }
}
