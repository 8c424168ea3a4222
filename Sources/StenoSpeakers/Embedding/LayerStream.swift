import StenoNN
import StenoTensor

/// One layer of the network as a stream: remembers the frames at its end that the next ones will be heard with.
struct LayerStream: Sendable {
    private let layer: TimeDelayLayer
    private var history = FrameHistory()

    init(_ layer: TimeDelayLayer) {
        self.layer = layer
    }

    /// - Parameter x: The next frames, `[1, t, D]`.
    /// - Returns: The frames they complete, `[1, t', N]`; `nil` for none.
    mutating func accept(_ x: Tensor) -> Tensor? {
        history.windows(adding: x, kernel: layer.convolution.context + 1, sampling: Sampling()).map {
            layer($0)
        }
    }
}
