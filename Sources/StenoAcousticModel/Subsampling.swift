import StenoKernels
import StenoNN
import StenoTensor

/// Convolutions over time and frequency that shorten the utterance and find local shapes, then a linear map.
///
/// In time every output frame sees its own input frames and the past, never the future: a window of three ends with
/// the last of the output frame's own frames, which with a stride of 2 is what PyTorch's padding of 1 gives. ReLU
/// follows each stage.
struct Subsampling: Module {
    let stages: [SubsamplingStage]
    let linear: Linear
    /// Feature frames for one output frame.
    let factor: Int

    /// The frames at the ends of all convolutions' inputs.
    struct State: Sendable {
        fileprivate var histories: [FrameHistory]
    }

    var parts: [ModulePart] {
        stages.flatMap(\.parts).map { ModulePart("layers.\($0.name)", $0.content) }
            + [ModulePart("linear", .module(linear))]
    }

    /// Two full convolutions, as in Dong's and Baevski's speech transformers. The frequency axis is always shortened
    /// four times.
    ///
    /// - Parameters:
    ///   - factor: 1, 2 or 4.
    ///   - bins: Features of a frame, F.
    ///   - channels: Channels of both convolutions.
    ///   - outputs: Width of an output frame.
    init(
        factor: Int, bins: Int, channels: Int, outputs: Int, using generator: inout SeededGenerator
    ) {
        precondition([1, 2, 4].contains(factor), "subsampling by \(factor)")
        let strides = [factor > 1 ? 2 : 1, factor > 2 ? 2 : 1]
        var stages: [SubsamplingStage] = []
        for (place, stride) in strides.enumerated() {
            let input = stages.last?.output ?? .init(channels: 1, bins: bins)
            stages.append(
                SubsamplingStage(
                    input: input, channels: channels, stride: stride, place: place, using: &generator))
        }
        self.init(stages, factor: factor, outputs: outputs, using: &generator)
    }

    /// A full convolution, then depthwise ones with a mixing of the channels behind each (Rekesh et al. 2023, "Fast
    /// Conformer", section 3.1): each halves time and frequency. Names as in Hugging Face's Parakeet, whose list of
    /// layers counts the activations.
    ///
    /// - Parameters:
    ///   - factor: A power of two.
    ///   - bins: Features of a frame, F.
    ///   - channels: Channels of all convolutions.
    ///   - outputs: Width of an output frame.
    init(
        depthwise factor: Int, bins: Int, channels: Int, outputs: Int, using generator: inout SeededGenerator
    ) {
        precondition(factor > 1 && factor & (factor - 1) == 0, "subsampling by \(factor)")
        var stages = [
            SubsamplingStage(
                input: .init(channels: 1, bins: bins), channels: channels, stride: 2, place: 0,
                using: &generator)
        ]
        for stage in 1..<factor.trailingZeroBitCount {
            stages.append(
                SubsamplingStage(depthwise: stages[stage - 1].output, place: 3 * stage - 1, using: &generator)
            )
        }
        self.init(stages, factor: factor, outputs: outputs, using: &generator)
    }

    private init(
        _ stages: [SubsamplingStage], factor: Int, outputs: Int, using generator: inout SeededGenerator
    ) {
        self.stages = stages
        self.factor = factor
        let width = stages.last.map { $0.output.channels * $0.output.bins } ?? 0
        linear = Linear(inputs: width, outputs: outputs, using: &generator)
    }

    /// Frames that come out of so many: their number over the factor, rounded up.
    func outputLength(_ frames: Int) -> Int {
        stages.reduce([frames]) { $1.convolution.outputLengths($0) }[0]
    }

    /// - Parameters:
    ///   - features: `[B, T, F]`
    ///   - lengths: Frames of each utterance, `[B]`.
    /// - Returns: `[B, T / factor, outputs]`
    func callAsFunction(_ features: Tensor, lengths: [Int]) -> Tensor {
        var x = features.withChannel
        var lengths = lengths
        for stage in stages {
            // The frame after an utterance's last is read as padding, so it must be zero at every stage.
            x = stage(x.masked(to: lengths))
            lengths = stage.convolution.outputLengths(lengths)
        }
        return linear(x.flattened)
    }
}

extension Subsampling {
    /// The state before the first frame of a stream.
    func initialState() -> State {
        State(histories: stages.map { _ in FrameHistory() })
    }

    /// Reads the next frames of a stream.
    ///
    /// - Parameter features: `[1, t, F]`
    /// - Returns: The output frames that are complete, `[1, t', outputs]`; nil when there is none.
    func callAsFunction(_ features: Tensor, state: inout State) -> Tensor? {
        var x: Tensor? = features.withChannel
        for (index, stage) in stages.enumerated() {
            x = x.flatMap { stage($0, history: &state.histories[index]) }
        }
        return x.map { linear($0.flattened) }
    }

    /// The output frame that the end of the stream completes, if there is one.
    func finish(state: inout State) -> Tensor? {
        var x: Tensor?
        for (index, stage) in stages.enumerated() {
            let rest = [x, stage.padding].compactMap(\.self)
            x =
                rest.isEmpty
                ? nil : stage(.concatenated(rest, along: 1), history: &state.histories[index])
        }
        return x.map { linear($0.flattened) }
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
