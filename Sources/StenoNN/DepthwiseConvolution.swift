package import StenoTensor

/// A convolution along time with one kernel for each feature.
package struct DepthwiseConvolution: Module {
    /// `[D, 1, k]`, as PyTorch's `Conv1d` with D groups.
    package let weight: Parameter
    /// `[D]`
    package let bias: Parameter?
    /// Padding along time: `.causal` or `.centered`, or any other.
    package let time: Sampling

    /// A layer with weights drawn as PyTorch draws them.
    package init(
        width: Int, kernel: Int, time: Sampling, hasBias: Bool = true, using generator: inout SeededGenerator
    ) {
        weight = .weight([width, 1, kernel], fanIn: kernel, using: &generator)
        bias = hasBias ? .weight([width], fanIn: kernel, using: &generator) : nil
        self.time = time
    }

    /// - Parameter x: `[B, T, D]`, zero beyond the end of each sequence.
    /// - Returns: `[B, T', D]`
    package func callAsFunction(_ x: Tensor) -> Tensor {
        x.depthwiseConvolution(weight: weight.tensor, bias: bias?.tensor, time: time)
    }

    /// Reads the next frames of streams.
    ///
    /// - Parameters:
    ///   - x: `[B, t, D]`
    ///   - history: The frames before; moved on.
    /// - Returns: `[B, t', D]`, the outputs that the frames so far complete; `nil` when there is none.
    package func callAsFunction(_ x: Tensor, history: inout FrameHistory) -> Tensor? {
        history.windows(adding: x, kernel: weight.shape[2], sampling: time)?.depthwiseConvolution(
            weight: weight.tensor, bias: bias?.tensor, time: Sampling(stride: time.stride))
    }
}

extension Sampling {
    /// Every output sees its own frame and those before.
    package static func causal(kernel: Int) -> Sampling {
        Sampling(paddingBefore: kernel - 1)
    }

    /// Every output sees as many frames after its own as before.
    package static func centered(kernel: Int) -> Sampling {
        Sampling(paddingBefore: (kernel - 1) / 2, paddingAfter: kernel / 2)
    }
}
