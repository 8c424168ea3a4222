package import StenoTensor

/// Shifts and scales every feature by its mean and variance: those of the batch while training, running averages of
/// them at inference (Ioffe and Szegedy 2015).
///
/// Each worker of a data-parallel step normalizes with the statistics of its own shard; the running averages take
/// those of all shards, in the order in which their tapes are applied.
package struct BatchNorm: Module {
    /// `[D]`
    package let weight: Parameter
    /// `[D]`
    package let bias: Parameter
    /// `[D]`
    package let runningMean: Buffer
    /// `[D]`, of the population, of which a batch is a sample.
    package let runningVar: Buffer
    /// Added to the variance.
    package let epsilon: Float
    /// The share of a new batch in the running averages.
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

    /// The same over the real frames of sequences: padding counts for nothing.
    ///
    /// - Parameters:
    ///   - x: `[B, T, D]`
    ///   - lengths: Frames of each sequence, `[B]`.
    /// - Returns: `[B, T, D]`; while training, zero beyond the end of each sequence.
    package func callAsFunction(_ x: Tensor, lengths: [Int]) -> Tensor {
        guard x.tape != nil else { return self(x) }
        return self(x.packed(lengths)).unpacked(lengths, frames: x.shape[1])
    }
}
