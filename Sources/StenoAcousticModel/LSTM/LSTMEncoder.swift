package import StenoNN
package import StenoTensor

/// Convolutional subsampling, LSTMs, and a look-ahead on top.
///
/// `[B, T, F]` → subsampling → `[B, T', H]` → LSTMs with layer norm, projection and dropout between → look-ahead.
package struct LSTMEncoder: AcousticEncoder {
    let subsamplingLayers: Subsampling
    let lstm: LSTM
    let lookAheadLayer: LookAhead?
    private let dropout: Float

    package var width: Int { lstm.options.outputs }
    package var subsampling: Int { subsamplingLayers.factor }
    package var lookAhead: Int? {
        lstm.options.isBidirectional ? nil : subsampling * (lookAheadLayer?.frames ?? 0)
    }

    package var parts: [ModulePart] {
        [ModulePart("subsampling", .module(subsamplingLayers)), ModulePart("lstm", .module(lstm))]
            + (lookAheadLayer.map { [ModulePart("lookahead", .module($0))] } ?? [])
    }

    /// An encoder with random weights.
    ///
    /// - Parameter bins: Features of a frame, F.
    package init(_ configuration: LSTMConfiguration, bins: Int, using generator: inout SeededGenerator) {
        dropout = Float(configuration.dropout)
        subsamplingLayers = Subsampling(
            factor: configuration.subsampling, bins: bins, channels: configuration.convolutionChannels,
            outputs: configuration.hiddenSize, using: &generator)
        lstm = LSTM(
            .init(
                inputs: configuration.hiddenSize, width: configuration.hiddenSize,
                layers: configuration.layers,
                isBidirectional: configuration.bidirectional,
                projection: configuration.projectionSize > 0 ? configuration.projectionSize : nil,
                isNormalized: configuration.layerNorm, dropout: dropout), using: &generator)
        lookAheadLayer =
            configuration.lookAhead > 0
            ? LookAhead(frames: configuration.lookAhead, width: lstm.options.outputs, using: &generator) : nil
    }

    package func outputLength(_ frames: Int) -> Int {
        subsamplingLayers.outputLength(frames)
    }

    package func encode(_ features: Tensor, lengths: [Int]) -> Encoding {
        let outputLengths = lengths.map(outputLength)
        let input = subsamplingLayers(features, lengths: lengths).dropout(dropout)
        let layers = lstm.layerOutputs(input, lengths: outputLengths)
        guard var frames = layers.last else { preconditionFailure("an encoder of no layers") }
        if let lookAheadLayer { frames = lookAheadLayer(frames.masked(to: outputLengths)) }
        return Encoding(
            frames: frames.dropout(dropout), lengths: outputLengths, middle: layers[(layers.count - 1) / 2])
    }

    package func makeStream() -> (any AcousticEncoderStream)? {
        guard !lstm.options.isBidirectional else { return nil }
        return Stream(
            encoder: self, state: lstm.initialState(), subsampled: subsamplingLayers.initialState())
    }
}

extension LSTMEncoder {
    struct Stream: AcousticEncoderStream {
        let encoder: LSTMEncoder
        var state: LSTM.State
        var subsampled: Subsampling.State
        var waiting = FrameHistory()

        mutating func accept(_ features: Tensor) -> Tensor {
            guard features.shape[0] > 0 else { return nothing }
            let batch = features.reshaped(to: [1, features.shape[0], features.shape[1]])
            return encoder.subsamplingLayers(batch, state: &subsampled).flatMap { read($0) } ?? nothing
        }

        mutating func finish() -> Tensor {
            let rest = encoder.subsamplingLayers.finish(state: &subsampled)
            let outputs = [rest.flatMap { read($0) }, future()].compactMap(\.self)
            return outputs.isEmpty ? nothing : .concatenated(outputs)
        }

        /// `[t', D]` from subsampled frames `[1, t, H]`.
        private mutating func read(_ frames: Tensor) -> Tensor? {
            let y = encoder.lstm(frames, state: &state)
            guard let layer = encoder.lookAheadLayer else { return y[0] }
            return layer(y, history: &waiting)?[0]
        }

        /// The frames that waited for a future that does not come: silence takes its place.
        private mutating func future() -> Tensor? {
            guard let layer = encoder.lookAheadLayer else { return nil }
            let silence = Tensor(repeating: 0, shape: [1, layer.frames, encoder.width])
            return layer(silence, history: &waiting)?[0]
        }

        private var nothing: Tensor {
            Tensor(repeating: 0, shape: [0, encoder.width])
        }
    }
}
