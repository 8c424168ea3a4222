package import StenoTensor

/// A linear map of every frame whose weight has the shape of a convolution with a kernel of 1, as Conformers and
/// Parakeet's output layer keep it in their files.
package struct PointwiseConvolution: Module {
    /// `[outputs, inputs, 1]`
    package let weight: Parameter
    /// `[outputs]`
    package let bias: Parameter?

    /// A layer with weights drawn as PyTorch draws them.
    package init(inputs: Int, outputs: Int, hasBias: Bool = true, using generator: inout SeededGenerator) {
        weight = .weight([outputs, inputs, 1], fanIn: inputs, using: &generator)
        bias = hasBias ? .weight([outputs], fanIn: inputs, using: &generator) : nil
    }

    /// - Parameter x: `[…, inputs]`
    /// - Returns: `[…, outputs]`
    package func callAsFunction(_ x: Tensor) -> Tensor {
        let matrix: Shape = [weight.shape[0], weight.shape[1]]
        return x.linear(weight: weight.tensor.on(x.tape).reshaped(to: matrix), bias: bias?.tensor)
    }
}
