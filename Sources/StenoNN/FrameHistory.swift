package import StenoTensor

/// The frames at the end of a stream that a convolution along time will read again.
///
/// Before the first frame stand the zeros of the padding; whatever the size of the chunks, the windows are those of
/// the whole stream.
package struct FrameHistory: Sendable {
    /// `[B, t, …]`; `nil` before the first frame.
    private var frames: Tensor?

    package init() {}

    /// Adds new frames, takes out what the next windows read, and keeps what later ones will.
    ///
    /// - Parameters:
    ///   - x: New frames, `[B, t, …]`.
    ///   - kernel: Frames that one window spans.
    ///   - sampling: Stride and padding before the first frame. The padding after the last is the caller's: at the end
    ///     of the stream, add that many frames of zeros.
    /// - Returns: Frames that fill whole windows exactly; `nil` when there are too few for one.
    package mutating func windows(adding x: Tensor, kernel: Int, sampling: Sampling) -> Tensor? {
        let before =
            frames ?? Tensor(repeating: 0, shape: x.shape.replacing(axis: 1, with: sampling.paddingBefore))
        let all = Tensor.concatenated([before, x], along: 1)
        let count = all.shape[1] < kernel ? 0 : (all.shape[1] - kernel) / sampling.stride + 1
        frames = all.sliced((count * sampling.stride)..<all.shape[1], along: 1)
        return count == 0 ? nil : all.sliced(0..<((count - 1) * sampling.stride + kernel), along: 1)
    }
}
