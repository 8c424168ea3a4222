import StenoKernels
import StenoNN
public import StenoTensor

/// Follows one stream of features with an acoustic model. A value: a copy goes its own way.
///
/// What it gives does not depend on how the features are cut into chunks, and is what the model gives for the whole
/// utterance. Nothing is computed twice.
public struct EmissionStream: Sendable {
    private var encoder: any AcousticEncoderStream
    private let head: Linear
    private let padding: Tensor
    private let workers: Workers
    /// Emission frames given so far.
    public private(set) var frames = 0

    /// - Parameter padding: What the encoder reads after the end, `[t, F]`.
    init(_ encoder: any AcousticEncoderStream, head: Linear, padding: Tensor, workers: Workers) {
        self.encoder = encoder
        self.head = head
        self.padding = padding
        self.workers = workers
    }

    /// Takes the next normalized features.
    ///
    /// - Parameter features: `[t, F]`, any number of frames.
    /// - Returns: Natural-log probabilities, `[t', V]`; `t'` may be 0.
    public mutating func accept(_ features: Tensor) -> Tensor {
        emissions(encoder.accept(features.using(workers)))
    }

    /// Gives the emissions that were waiting for the future. The stream is over then.
    ///
    /// - Returns: Natural-log probabilities, `[t', V]`.
    public mutating func finish() -> Tensor {
        emissions(.concatenated([encoder.accept(padding), encoder.finish()]))
    }

    private mutating func emissions(_ encoded: Tensor) -> Tensor {
        frames += encoded.shape[0]
        return head(encoded).logSoftmax()
    }
}
