import StenoNN
import StenoTensor

/// Adds to every frame a learned mixture of the next few, each feature for itself: a small future for an encoder
/// that has none (Wang et al. 2016, "Lookahead Convolution Layer for Unidirectional RNNs").
struct LookAhead: Module {
    /// `[D, 1, frames + 1]`
    let weight: Parameter
    /// `[D]`
    let bias: Parameter
    /// Future frames seen.
    let frames: Int

    init(frames: Int, width: Int, using generator: inout SeededGenerator) {
        self.frames = frames
        let limit = 1 / Float(frames + 1).squareRoot()
        weight = Parameter(.uniform([width, 1, frames + 1], limit: limit, using: &generator))
        bias = Parameter(Tensor(repeating: 0, shape: [width]))
    }

    /// - Parameter x: `[B, T, D]`, zero beyond the end of each utterance.
    /// - Returns: `[B, T, D]`
    func callAsFunction(_ x: Tensor) -> Tensor {
        x + mixed(x, Sampling(paddingAfter: frames))
    }

    /// Reads the next frames of a stream.
    ///
    /// - Returns: The frames whose future is known; nil when there is none.
    func callAsFunction(_ x: Tensor, history: inout FrameHistory) -> Tensor? {
        guard let window = history.windows(adding: x, kernel: frames + 1, sampling: Sampling()) else {
            return nil
        }
        return window.sliced(0..<window.shape[1] - frames, along: 1) + mixed(window, Sampling())
    }

    private func mixed(_ x: Tensor, _ time: Sampling) -> Tensor {
        x.depthwiseConvolution(weight: weight.tensor, bias: bias.tensor, time: time)
    }
}
