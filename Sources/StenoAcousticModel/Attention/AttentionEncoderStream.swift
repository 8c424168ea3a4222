package import StenoTensor

/// An attention encoder following one stream: subsampled frames wait until their chunk is whole, then pass all layers
/// once. Every layer keeps what later chunks see of it.
package struct AttentionEncoderStream<Layer: AttentionLayer>: AcousticEncoderStream {
    private let encoder: AttentionEncoder<Layer>
    /// Frames of a chunk.
    private let chunk: Int
    private var subsampled: Subsampling.State
    /// Frames whose chunk is not whole, `[1, t, D]`.
    private var waiting: Tensor
    private var states: [Layer.State]
    /// Subsampled frames so far.
    private var subsampledFrames = 0
    /// Frames that passed the layers so far.
    package private(set) var encodedFrames = 0

    init(_ encoder: AttentionEncoder<Layer>, chunks: ChunkConfiguration) {
        self.encoder = encoder
        chunk = chunks.frames
        subsampled = encoder.subsamplingLayers.initialState()
        waiting = encoder.nothing(batch: 1)
        states = encoder.layers.map { $0.initialState(leftContext: chunks.leftContext) }
    }

    package mutating func accept(_ features: Tensor) -> Tensor {
        guard features.shape[0] > 0 else { return encoder.nothing(batch: 1)[0] }
        let batch = features.reshaped(to: [1, features.shape[0], features.shape[1]])
        wait(encoder.subsamplingLayers(batch, state: &subsampled))
        return encodeWaiting(leaving: waiting.shape[1] % chunk)
    }

    package mutating func finish() -> Tensor {
        wait(encoder.subsamplingLayers.finish(state: &subsampled))
        return encodeWaiting(leaving: 0)
    }

    private mutating func wait(_ frames: Tensor?) {
        guard let frames else { return }
        waiting = .concatenated([waiting, encoder.layerInput(frames, from: subsampledFrames)], along: 1)
        subsampledFrames += frames.shape[1]
    }

    /// Encodes the frames that wait, chunk by chunk, but for so many.
    private mutating func encodeWaiting(leaving rest: Int) -> Tensor {
        let end = waiting.shape[1] - rest
        let encoded = stride(from: 0, to: end, by: chunk).map { start in
            encode(waiting.sliced(start..<min(start + chunk, end), along: 1))
        }
        waiting = waiting.sliced(end..<waiting.shape[1], along: 1)
        return .concatenated([encoder.nothing(batch: 1)] + encoded, along: 1)[0]
    }

    private mutating func encode(_ frames: Tensor) -> Tensor {
        encodedFrames += frames.shape[1]
        var x = frames
        for (index, layer) in encoder.layers.enumerated() { x = layer(x, state: &states[index]) }
        return encoder.output(x)
    }
}
