package import StenoTensor

/// A convolution along time over all features, dilated, without padding: T frames give T - context.
package struct TimeConvolution: Module {
    /// `[k, N, D]`, tap by tap.
    package let weight: Parameter
    /// `[N]`
    package let bias: Parameter
    /// Frames from one tap to the next.
    package let dilation: Int

    package init(
        inputs: Int, outputs: Int, kernel: Int, dilation: Int = 1, using generator: inout SeededGenerator
    ) {
        weight = .weight([kernel, outputs, inputs], fanIn: kernel * inputs, using: &generator)
        bias = .weight([outputs], fanIn: kernel * inputs, using: &generator)
        self.dilation = dilation
    }

    /// How many more frames go in than come out.
    package var context: Int { (weight.shape[0] - 1) * dilation }

    /// - Parameter x: `[B, T, D]` with more than `context` frames.
    /// - Returns: `[B, T - context, N]`
    package func callAsFunction(_ x: Tensor) -> Tensor {
        x.timeConvolution(weight: weight.tensor, bias: bias.tensor, dilation: dilation)
    }
}
