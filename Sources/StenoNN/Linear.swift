package import StenoTensor

/// An affine map of the last axis: `y = x Wᵀ + b`.
package struct Linear: Module {
    /// `[outputs, inputs]`
    package let weight: Parameter
    /// `[outputs]`
    package let bias: Parameter?

    /// A layer with weights drawn as PyTorch draws them.
    package init(inputs: Int, outputs: Int, hasBias: Bool = true, using generator: inout SeededGenerator) {
        weight = .weight([outputs, inputs], fanIn: inputs, using: &generator)
        bias = hasBias ? .weight([outputs], fanIn: inputs, using: &generator) : nil
    }

    /// - Parameter x: `[…, inputs]`
    /// - Returns: `[…, outputs]`
    package func callAsFunction(_ x: Tensor) -> Tensor {
        x.linear(weight: weight.tensor, bias: bias?.tensor)
    }
}
