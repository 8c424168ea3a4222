package import StenoTensor

/// A convolution along time over all features, possibly with gaps between the frames it sees (dilation): the layer of
/// time-delay networks (Waibel et al. 1989; Snyder et al. 2018).
package struct Convolution1D: Module {
    /// `[outputs, inputs, k]`, as PyTorch's `Conv1d`.
    package let weight: Parameter
    /// `[outputs]`
    package let bias: Parameter
    /// The distance between the frames that one output sees.
    package let dilation: Int
    /// Zeros before the first frame and after the last.
    package let padding: (before: Int, after: Int)

    /// A layer with weights drawn as PyTorch draws them. Without `padding` the output has as many frames as the input,
    /// each seeing as far ahead as back.
    package init(
        inputs: Int, outputs: Int, kernel: Int, dilation: Int = 1, padding: (before: Int, after: Int)? = nil,
        using generator: inout SeededGenerator
    ) {
        weight = .weight([outputs, inputs, kernel], fanIn: inputs * kernel, using: &generator)
        bias = .weight([outputs], fanIn: inputs * kernel, using: &generator)
        self.dilation = dilation
        let reach = (kernel - 1) * dilation
        self.padding = padding ?? (reach / 2, reach - reach / 2)
    }

    /// - Parameter x: `[B, T, inputs]`, zero beyond the end of each sequence.
    /// - Returns: `[B, T', outputs]`
    package func callAsFunction(_ x: Tensor) -> Tensor {
        let (outputs, inputs, kernel) = (weight.shape[0], weight.shape[1], weight.shape[2])
        let matrix = weight.tensor.on(x.tape).transposed([0, 2, 1]).reshaped(to: [outputs, kernel * inputs])
        let windows = x.unfolded(kernel: kernel, dilation: dilation, padding: padding)
        return windows.linear(weight: matrix, bias: bias.tensor)
    }
}
