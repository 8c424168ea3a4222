import StenoKernels
import StenoNN
import StenoTensor

/// Two convolutions over time and frequency that shorten the utterance and find local shapes, then a linear map.
///
/// In time every output frame sees its own input frames and the past, never the future; the frequency axis is always
/// shortened four times. Kernels are 3 × 3, with ReLU after each, as in Baevski's and Dong's speech transformers.
struct Subsampling: Module {
    let layers: [Convolution2D]
    let linear: Linear
    /// Feature frames for one output frame: 1, 2 or 4.
    let factor: Int

    /// The frames at the ends of both convolutions' inputs.
    struct State: Sendable {
        fileprivate var histories = [FrameHistory](repeating: FrameHistory(), count: 2)

        init() {}
    }

    /// - Parameters:
    ///   - bins: Features of a frame, F.
    ///   - channels: Channels of both convolutions.
    ///   - outputs: Width of an output frame.
    init(
        factor: Int, bins: Int, channels: Int, outputs: Int, using generator: inout SeededGenerator
    ) {
        precondition([1, 2, 4].contains(factor), "subsampling by \(factor)")
        self.factor = factor
        let strides = [factor > 1 ? 2 : 1, factor > 2 ? 2 : 1]
        var inputs = 1
        var layers: [Convolution2D] = []
        for stride in strides {
            layers.append(
                Convolution2D(
                    inputs: inputs, outputs: channels, time: Self.causal(stride: stride),
                    frequency: Sampling(stride: 2, paddingBefore: 1, paddingAfter: 1), using: &generator))
            inputs = channels
        }
        self.layers = layers
        let width = Self.halved(Self.halved(bins))
        linear = Linear(inputs: channels * width, outputs: outputs, using: &generator)
    }

    /// A window of three frames that ends with the output frame's own; zeros fill up the utterance's last.
    private static func causal(stride: Int) -> Sampling {
        Sampling(stride: stride, paddingBefore: 3 - stride, paddingAfter: stride - 1)
    }

    private static func halved(_ bins: Int) -> Int {
        (bins - 1) / 2 + 1
    }

    /// Frames that come out of so many: their number over the factor, rounded up.
    func outputLength(_ frames: Int) -> Int {
        layers.reduce([frames]) { $1.outputLengths($0) }[0]
    }

    /// - Parameters:
    ///   - features: `[B, T, F]`
    ///   - lengths: Frames of each utterance, `[B]`.
    /// - Returns: `[B, T / factor, outputs]`
    func callAsFunction(_ features: Tensor, lengths: [Int]) -> Tensor {
        var x = features.withChannel
        var lengths = lengths
        for layer in layers {
            // The frame after an utterance's last is read as padding, so it must be zero at every stage.
            x = layer(x.masked(to: lengths)).applying(.relu)
            lengths = layer.outputLengths(lengths)
        }
        return linear(x.flattened)
    }

    /// Reads the next frames of a stream.
    ///
    /// - Parameter features: `[1, t, F]`
    /// - Returns: The output frames that are complete, `[1, t', outputs]`; nil when there is none.
    func callAsFunction(_ features: Tensor, state: inout State) -> Tensor? {
        guard let first = layers[0](features.withChannel, history: &state.histories[0]) else { return nil }
        return layers[1](first.applying(.relu), history: &state.histories[1]).map(output)
    }

    /// The output frame that the end of the stream completes, if there is one.
    ///
    /// - Parameter bins: Features of a frame, F.
    func finish(bins: Int, state: inout State) -> Tensor? {
        let first = padding(after: layers[0], frame: [1, bins], &state.histories[0])
        let second = first.flatMap { layers[1]($0.applying(.relu), history: &state.histories[1]) }
        let channels = layers[1].weight.shape[1]
        let last = padding(after: layers[1], frame: [channels, Self.halved(bins)], &state.histories[1])
        let rest = [second, last].compactMap(\.self)
        return rest.isEmpty ? nil : output(.concatenated(rest, along: 1))
    }

    private func padding(after layer: Convolution2D, frame: [Int], _ history: inout FrameHistory) -> Tensor? {
        guard layer.time.paddingAfter > 0 else { return nil }
        let zeros = Tensor(repeating: 0, shape: Shape([1, layer.time.paddingAfter] + frame))
        return layer(zeros, history: &history)
    }

    private func output(_ x: Tensor) -> Tensor {
        linear(x.applying(.relu).flattened)
    }
}

extension Tensor {
    /// `[B, T, 1, F]` from `[B, T, F]`.
    fileprivate var withChannel: Tensor {
        reshaped(to: [shape[0], shape[1], 1, shape[2]])
    }

    /// `[B, T, C·F]` from `[B, T, C, F]`.
    fileprivate var flattened: Tensor {
        reshaped(to: [shape[0], shape[1], shape[2] * shape[3]])
    }
}
