package import StenoTensor

/// A convolution over time and frequency, the start of most encoders: it halves the frame rate and finds local shapes.
///
/// Channels stand behind the frames (`[B, T, C, F]`), so that the output flattened to `[B, T, C·F]` is channel-major, as
/// PyTorch's `transpose(1, 2).flatten(2)` gives it.
package struct Convolution2D: Module {
    /// What an output channel sees.
    package enum Connection: Sendable {
        /// All input channels.
        case full
        /// Its own only (depthwise; PyTorch's `groups` = C); there are as many outputs as inputs.
        case depthwise
    }

    /// `[C', C, kT, kF]`, or `[C, 1, kT, kF]` when depthwise.
    package let weight: Parameter
    /// `[C']`
    package let bias: Parameter
    /// Stride and padding along time and along frequency.
    package let time, frequency: Sampling
    package let connection: Connection

    /// A layer with weights drawn as PyTorch draws them.
    package init(
        inputs: Int, outputs: Int, kernel: (time: Int, frequency: Int) = (3, 3), time: Sampling,
        frequency: Sampling, connection: Connection = .full, using generator: inout SeededGenerator
    ) {
        precondition(connection == .full || inputs == outputs, "a depthwise convolution keeps its channels")
        let seen = connection == .full ? inputs : 1
        let fanIn = seen * kernel.time * kernel.frequency
        weight = .weight([outputs, seen, kernel.time, kernel.frequency], fanIn: fanIn, using: &generator)
        bias = .weight([outputs], fanIn: fanIn, using: &generator)
        self.time = time
        self.frequency = frequency
        self.connection = connection
    }

    /// - Parameter x: `[B, T, C, F]`, zero beyond the end of each sequence.
    /// - Returns: `[B, T', C', F']`
    package func callAsFunction(_ x: Tensor) -> Tensor {
        convolve(x, time: time)
    }

    /// Reads the next frames of streams.
    ///
    /// - Parameters:
    ///   - x: `[B, t, C, F]`
    ///   - history: The frames before; moved on.
    /// - Returns: `[B, t', C', F']`, the outputs that the frames so far complete; `nil` when there is none.
    package func callAsFunction(_ x: Tensor, history: inout FrameHistory) -> Tensor? {
        let window = history.windows(adding: x, kernel: weight.shape[2], sampling: time)
        return window.map { convolve($0, time: Sampling(stride: time.stride)) }
    }

    /// How many frames come out of sequences of the given lengths.
    package func outputLengths(_ lengths: [Int]) -> [Int] {
        lengths.map { time.outputs(from: $0, kernel: weight.shape[2]) }
    }

    private func convolve(_ x: Tensor, time: Sampling) -> Tensor {
        switch connection {
        case .full:
            x.convolution2D(weight: weight.tensor, bias: bias.tensor, time: time, frequency: frequency)
        case .depthwise:
            x.depthwiseConvolution2D(
                weight: weight.tensor, bias: bias.tensor, time: time, frequency: frequency)
        }
    }
}
