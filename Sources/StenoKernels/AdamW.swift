import CKernels

/// The constants of one AdamW step (Loshchilov and Hutter 2019, algorithm 2, as PyTorch computes it).
package struct AdamWStep: Sendable {
    package var learningRate: Float
    package var beta1: Float
    package var beta2: Float
    package var epsilon: Float
    /// Decoupled from the gradient: parameters shrink by learningRate · weightDecay.
    package var weightDecay: Float
    /// The number of this step, from 1, for the bias corrections.
    package var step: Int
    /// What the gradient is multiplied by first: gradient clipping and averaging over shards.
    package var gradientScale: Float

    package init(
        learningRate: Float, beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8,
        weightDecay: Float = 1e-2, step: Int, gradientScale: Float = 1
    ) {
        precondition(step >= 1, "steps count from 1, not \(step)")
        self.learningRate = learningRate
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.weightDecay = weightDecay
        self.step = step
        self.gradientScale = gradientScale
    }

    /// Moves the parameters one step; both moments start at 0 and are updated.
    package func update(
        _ parameters: inout MutableSpan<Float>, gradient: Span<Float>, firstMoment: inout MutableSpan<Float>,
        secondMoment: inout MutableSpan<Float>
    ) {
        requireEqualCounts(parameters.count, gradient.count, firstMoment.count, secondMoment.count)
        kernels.adamW(
            parameters.address, gradient.address, firstMoment.address, secondMoment.address, parameters.count,
            constants)
    }

    private var constants: StenoAdamW {
        let rate = Double(learningRate)
        return StenoAdamW(
            rate: Float(rate / (1 - power(Double(beta1), step))),
            decay: Float(1 - rate * Double(weightDecay)),
            beta1: beta1, beta2: beta2, correction: Float(1 / (1 - power(Double(beta2), step)).squareRoot()),
            epsilon: epsilon, gradientScale: gradientScale)
    }
}

private func power(_ base: Double, _ exponent: Int) -> Double {
    var result = 1.0
    var square = base
    var rest = exponent
    while rest > 0 {
        if rest & 1 == 1 { result *= square }
        square *= square
        rest >>= 1
    }
    return result
}
