package import StenoTensor

/// Shifts and scales every row of the last axis to mean 0 and variance 1, then by learned factors (Ba et al. 2016).
package struct LayerNorm: Module {
    /// `[D]`
    package let weight: Parameter
    /// `[D]`
    package let bias: Parameter
    /// Added to the variance.
    package let epsilon: Float

    package init(width: Int, epsilon: Float = 1e-5) {
        weight = .ones([width])
        bias = .zeros([width])
        self.epsilon = epsilon
    }

    /// - Parameter x: `[…, D]`
    /// - Returns: `[…, D]`
    package func callAsFunction(_ x: Tensor) -> Tensor {
        x.layerNorm(weight: weight.tensor, bias: bias.tensor, epsilon: epsilon)
    }
}
