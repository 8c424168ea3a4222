import StenoKernels
package import StenoNN
package import StenoTensor

/// Convolutional subsampling and layers whose frames look at one another.
///
/// `[B, T, F]` → subsampling → `[B, T', D]` → layers, which keep the shape → a layer norm where the layers need one.
/// Without chunks every frame sees the whole utterance; with them it sees its chunk and a limited past, and the
/// encoder can follow a stream.
package struct AttentionEncoder<Layer: AttentionLayer>: ChunkedEncoder {
    /// What is not in the layers themselves.
    struct Options: Sendable {
        /// D
        var width: Int
        /// H
        var heads: Int
        var positions: PositionKind
        /// Whether sines and cosines of a frame's number are added to it before the first layer.
        var addsSinusoids = false
        /// What subsampled frames are multiplied by.
        var inputScale: Float = 1
        /// How likely each element of the subsampled frames is dropped in training.
        var dropout: Float
    }

    let subsamplingLayers: Subsampling
    let layers: [Layer]
    let normOut: LayerNorm?
    package var chunks: ChunkConfiguration?
    let options: Options

    package var width: Int { options.width }
    package var subsampling: Int { subsamplingLayers.factor }

    /// The first frame of a chunk sees the others.
    package var lookAhead: Int? { chunks.map { ($0.frames - 1) * subsampling } }

    package var parts: [ModulePart] {
        [ModulePart("subsampling", .module(subsamplingLayers))]
            + layers.enumerated().map { ModulePart("layers.\($0.offset)", .module($0.element)) }
            + (normOut.map { [ModulePart("norm_out", .module($0))] } ?? [])
    }

    package func outputLength(_ frames: Int) -> Int {
        subsamplingLayers.outputLength(frames)
    }

    package func encode(_ features: Tensor, lengths: [Int]) -> Encoding {
        let outputLengths = lengths.map(outputLength)
        guard features.shape[1] > 0 else {
            return Encoding(frames: nothing(batch: features.shape[0]), lengths: outputLengths)
        }
        var x = layerInput(subsamplingLayers(features, lengths: lengths), from: 0)
        var middle: Tensor?
        let view = view(of: x, lengths: outputLengths)
        for (index, layer) in layers.enumerated() {
            x = layer(x, view)
            if index == (layers.count - 1) / 2 { middle = x }
        }
        return Encoding(frames: output(x), lengths: outputLengths, middle: middle.map(output))
    }

    package func makeStream() -> (any AcousticEncoderStream)? {
        chunks.map { AttentionEncoderStream(self, chunks: $0) }
    }

    private func view(of x: Tensor, lengths: [Int]) -> AttentionView {
        let frames = x.shape[1]
        return AttentionView(
            mask: chunks?.mask(of: lengths, frames: frames, on: x.tape) ?? .lengths(lengths, frames: frames),
            positions: FramePositions(
                options.positions, frames: 0..<frames, width: options.width, heads: options.heads,
                isLearned: x.tape != nil),
            lengths: lengths)
    }

    /// What the first layer reads of subsampled frames.
    ///
    /// - Parameter frame: The number of the first of them in its utterance.
    func layerInput(_ x: Tensor, from frame: Int) -> Tensor {
        let scaled = options.inputScale == 1 ? x : x * options.inputScale
        guard options.addsSinusoids else { return scaled.dropout(options.dropout) }
        let positions = FramePositions.sinusoids(of: frame..<frame + x.shape[1], width: width)
        return (scaled + positions.on(x.tape)).dropout(options.dropout)
    }

    /// What is read of a layer's frames.
    func output(_ x: Tensor) -> Tensor {
        normOut.map { $0(x) } ?? x
    }

    /// `[B, 0, D]`
    func nothing(batch: Int) -> Tensor {
        Tensor(repeating: 0, shape: [batch, 0, width])
    }
}

/// An encoder whose look-ahead can be chosen when it is used.
package protocol ChunkedEncoder: AcousticEncoder {
    /// What frames see; nil: the whole utterance.
    var chunks: ChunkConfiguration? { get set }
}
