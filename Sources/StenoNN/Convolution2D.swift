package import StenoTensor

/// A convolution over time and frequency, the start of most encoders: it halves the frame rate and finds local shapes.
///
/// Channels stand behind the frames (`[B, T, C, F]`), so that `flattened` output `[B, T, C·F]` is channel-major, as
/// PyTorch's `transpose(1, 2).flatten(2)` gives it.
package struct Convolution2D: Module {
    /// `[C', C, kT, kF]`
    package let weight: Parameter
    /// `[C']`
    package let bias: Parameter
    /// Stride and padding along time and along frequency.
    package let time, frequency: Sampling

    /// A layer with weights drawn as PyTorch draws them.
    package init(
        inputs: Int, outputs: Int, kernel: (time: Int, frequency: Int) = (3, 3), time: Sampling,
        frequency: Sampling, using generator: inout SeededGenerator
    ) {
        let fanIn = inputs * kernel.time * kernel.frequency
        weight = .weight([outputs, inputs, kernel.time, kernel.frequency], fanIn: fanIn, using: &generator)
        bias = .weight([outputs], fanIn: fanIn, using: &generator)
        self.time = time
        self.frequency = frequency
    }

    /// - Parameter x: `[B, T, C, F]`, zero beyond the end of each sequence.
    /// - Returns: `[B, T', C', F']`
    package func callAsFunction(_ x: Tensor) -> Tensor {
        x.convolution2D(weight: weight.tensor, bias: bias.tensor, time: time, frequency: frequency)
    }

    /// Reads the next frames of streams.
    ///
    /// - Parameters:
    ///   - x: `[B, t, C, F]`
    ///   - history: The frames before; moved on.
    /// - Returns: `[B, t', C', F']`, the outputs that the frames so far complete; `nil` when there is none.
    package func callAsFunction(_ x: Tensor, history: inout FrameHistory) -> Tensor? {
        let window = history.windows(adding: x, kernel: weight.shape[2], sampling: time)
        return window?.convolution2D(
            weight: weight.tensor, bias: bias.tensor, time: Sampling(stride: time.stride),
            frequency: frequency)
    }

    /// How many frames come out of sequences of the given lengths.
    package func outputLengths(_ lengths: [Int]) -> [Int] {
        lengths.map { time.outputs(from: $0, kernel: weight.shape[2]) }
    }
}
