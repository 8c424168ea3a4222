package import StenoTensor

/// Shifts and scales every feature by its mean and variance: those of the batch while training, running averages of
/// them at inference (Ioffe and Szegedy 2015). Padding frames count for nothing.
///
/// Each worker of a data-parallel step normalizes with the statistics of its own shard; the running averages take
/// those of all shards, in the order in which their tapes are applied.
package struct BatchNorm1D: Module {
    /// `[D]`
    package let weight, bias: Parameter
    /// `[D]`
    package let runningMean, runningVar: Buffer
    /// Added to the variance.
    package let epsilon: Float
    /// The share of a new batch in the running averages.
    package let momentum: Float

    package init(width: Int, epsilon: Float = 1e-5, momentum: Float = 0.1) {
        weight = .ones([width])
        bias = .zeros([width])
        runningMean = Buffer(Tensor(repeating: 0, shape: [width]))
        runningVar = Buffer(Tensor(repeating: 1, shape: [width]))
        self.epsilon = epsilon
        self.momentum = momentum
    }

    /// - Parameters:
    ///   - x: `[B, T, D]`
    ///   - lengths: Frames of each sequence, `[B]`.
    /// - Returns: `[B, T, D]`; while training, zero beyond the end of each sequence.
    package func callAsFunction(_ x: Tensor, lengths: [Int]) -> Tensor {
        guard let tape = x.tape else {
            return x.batchNorm(
                weight: weight.tensor, bias: bias.tensor, mean: runningMean.value, variance: runningVar.value,
                epsilon: epsilon)
        }
        let frames = x.packed(lengths)
        let (y, mean, variance) = frames.batchNorm(weight: weight.tensor, bias: bias.tensor, epsilon: epsilon)
        observe(mean, variance, frames: frames.shape[0], on: tape)
        return y.unpacked(lengths, frames: x.shape[1])
    }

    /// The running variance is that of the population, of which the batch is a sample.
    private func observe(_ mean: Tensor, _ variance: Tensor, frames: Int, on tape: Tape) {
        var variance = variance
        variance.scale(by: Float(frames) / Float(max(frames - 1, 1)))
        tape.observe(Observation(for: runningMean, value: mean, momentum: momentum))
        tape.observe(Observation(for: runningVar, value: variance, momentum: momentum))
    }
}
