import StenoKernels
import StenoNN
import StenoTensor

/// The convolution of a Conformer (Gulati et al. 2020, section 2.2): a gated map of every frame, a convolution of each
/// feature along time, a norm, SiLU, and a map again.
struct ConvolutionModule: Module {
    let pointwiseConv1: Linear
    let depthwiseConv: DepthwiseConvolution
    let norm: FrameNorm
    let pointwiseConv2: Linear

    /// - Parameters:
    ///   - sizes: Width, kernel and whether there are biases.
    ///   - isCausal: Whether frames see only those before, and each is normalized by itself, instead of as many frames
    ///     after as before and a norm over the batch.
    init(_ sizes: ConformerSizes, isCausal: Bool, using generator: inout SeededGenerator) {
        let (width, kernel, hasBias) = (sizes.hiddenSize, sizes.kernel, sizes.hasConvolutionBias)
        pointwiseConv1 = Linear(
            inputs: width, outputs: 2 * width, hasBias: hasBias, layout: .convolution, using: &generator)
        depthwiseConv = DepthwiseConvolution(
            width: width, kernel: kernel,
            time: isCausal ? .causal(kernel: kernel) : .centered(kernel: kernel),
            hasBias: hasBias, using: &generator)
        norm = isCausal ? .layer(LayerNorm(width: width)) : .batch(BatchNorm(width: width))
        pointwiseConv2 = Linear(
            inputs: width, outputs: width, hasBias: hasBias, layout: .convolution, using: &generator)
    }

    /// - Parameters:
    ///   - x: `[B, T, D]`
    ///   - lengths: Frames of each utterance, `[B]`.
    /// - Returns: `[B, T, D]`
    func callAsFunction(_ x: Tensor, lengths: [Int]) -> Tensor {
        output(depthwiseConv(gated(x).masked(to: lengths)), lengths: lengths)
    }

    /// Reads the next frames of a stream; causal convolutions only.
    ///
    /// - Parameter x: `[1, t, D]`, at least one frame.
    /// - Returns: `[1, t, D]`
    func callAsFunction(_ x: Tensor, history: inout FrameHistory) -> Tensor {
        guard let y = depthwiseConv(gated(x), history: &history) else {
            preconditionFailure("a convolution that waits for the future has no stream")
        }
        return output(y, lengths: [y.shape[1]])
    }

    private func gated(_ x: Tensor) -> Tensor {
        pointwiseConv1(x).gatedLinearUnit()
    }

    private func output(_ x: Tensor, lengths: [Int]) -> Tensor {
        pointwiseConv2(norm(x, lengths: lengths).applying(.silu))
    }
}

/// The norm inside a Conformer's convolution.
enum FrameNorm: Module {
    /// Over the real frames of a batch while training; by what they were on average at inference.
    case batch(BatchNorm)
    /// Of each frame by itself, so that no frame depends on another.
    case layer(LayerNorm)

    var parts: [ModulePart] {
        switch self {
        case .batch(let norm): norm.parts
        case .layer(let norm): norm.parts
        }
    }

    /// - Parameters:
    ///   - x: `[B, T, D]`
    ///   - lengths: Frames of each utterance, `[B]`.
    func callAsFunction(_ x: Tensor, lengths: [Int]) -> Tensor {
        switch self {
        case .batch(let norm): norm(x, lengths: lengths)
        case .layer(let norm): norm(x)
        }
    }
}
