package import StenoTensor

/// An affine map of the last axis: `y = x Wᵀ + b`.
package struct Linear: Module {
    /// The shape of the weight in a file; the arithmetic is the same.
    package enum Layout: Sendable {
        /// `[outputs, inputs]`, as PyTorch's `Linear`.
        case matrix
        /// `[outputs, inputs, 1]`, as PyTorch's `Conv1d` with a kernel of one frame: what Conformers and Parakeet's
        /// output layer keep.
        case convolution
    }

    /// `[outputs, inputs]` or `[outputs, inputs, 1]`
    package let weight: Parameter
    /// `[outputs]`
    package let bias: Parameter?

    /// A layer with weights drawn as PyTorch draws them.
    package init(
        inputs: Int, outputs: Int, hasBias: Bool = true, layout: Layout = .matrix,
        using generator: inout SeededGenerator
    ) {
        let shape: Shape = layout == .matrix ? [outputs, inputs] : [outputs, inputs, 1]
        weight = .weight(shape, fanIn: inputs, using: &generator)
        bias = hasBias ? .weight([outputs], fanIn: inputs, using: &generator) : nil
    }

    /// - Parameter x: `[…, inputs]`
    /// - Returns: `[…, outputs]`
    package func callAsFunction(_ x: Tensor) -> Tensor {
        x.linear(weight: weight.tensor, bias: bias?.tensor)
    }
}
