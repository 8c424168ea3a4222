import StenoKernels
import StenoNN
import StenoTensor

/// One stage of a subsampling: a 3 × 3 convolution that may halve time, what mixes its channels, and ReLU.
struct SubsamplingStage: Module {
    /// The shape of one frame between stages, `[C, F]`.
    struct Frame: Sendable {
        var channels: Int
        var bins: Int

        /// The same frame at half as many bins, rounded up.
        func halved(channels: Int) -> Frame {
            Frame(channels: channels, bins: (bins - 1) / 2 + 1)
        }
    }

    let convolution: Convolution2D
    /// Mixes the channels where the convolution keeps them apart.
    let mixing: Convolution2D?
    let input: Frame
    let output: Frame
    /// The convolution's number in the list of layers; the mixing has the next.
    private let place: Int

    var parts: [ModulePart] {
        [ModulePart("\(place)", .module(convolution))]
            + (mixing.map { [ModulePart("\(place + 1)", .module($0))] } ?? [])
    }

    /// A convolution over all channels.
    init(input: Frame, channels: Int, stride: Int, place: Int, using generator: inout SeededGenerator) {
        convolution = Convolution2D(
            inputs: input.channels, outputs: channels, time: Self.causal(stride: stride),
            frequency: Self.halving, using: &generator)
        mixing = nil
        (self.input, output) = (input, input.halved(channels: channels))
        self.place = place
    }

    /// A convolution of each channel by itself that halves time, and a mixing of the channels.
    init(depthwise input: Frame, place: Int, using generator: inout SeededGenerator) {
        let channels = input.channels
        convolution = Convolution2D(
            inputs: channels, outputs: channels, time: Self.causal(stride: 2), frequency: Self.halving,
            connection: .depthwise, using: &generator)
        mixing = Convolution2D(
            inputs: channels, outputs: channels, kernel: (1, 1), time: Sampling(), frequency: Sampling(),
            using: &generator)
        (self.input, output) = (input, input.halved(channels: channels))
        self.place = place
    }

    private static let halving = Sampling(stride: 2, paddingBefore: 1, paddingAfter: 1)

    /// A window of three frames that ends with the output frame's own; zeros fill up the utterance's last.
    private static func causal(stride: Int) -> Sampling {
        Sampling(stride: stride, paddingBefore: 3 - stride, paddingAfter: stride - 1)
    }

    /// - Parameter x: `[B, T, C, F]`, zero beyond the end of each utterance.
    /// - Returns: `[B, T', C', F']`
    func callAsFunction(_ x: Tensor) -> Tensor {
        activated(convolution(x))
    }

    /// Reads the next frames of a stream; nil when no output frame is complete.
    func callAsFunction(_ x: Tensor, history: inout FrameHistory) -> Tensor? {
        convolution(x, history: &history).map(activated)
    }

    /// The frames of zeros that fill up the last window, `[1, t, C, F]`; nil when every frame has its own.
    var padding: Tensor? {
        let frames = convolution.time.paddingAfter
        return frames > 0 ? Tensor(repeating: 0, shape: [1, frames, input.channels, input.bins]) : nil
    }

    private func activated(_ x: Tensor) -> Tensor {
        (mixing.map { $0(x) } ?? x).applying(.relu)
    }
}
