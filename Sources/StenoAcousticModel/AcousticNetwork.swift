package import StenoNN
package import StenoTensor

/// The trained part of an acoustic model: an encoder and the layer that reads symbols from its frames.
package struct AcousticNetwork: Module {
    package let encoder: any AcousticEncoder
    /// `[V, D]` and `[V]`
    package let ctcHead: Linear

    package var parts: [ModulePart] {
        [ModulePart("encoder", .module(encoder)), ModulePart("ctc_head", .module(ctcHead))]
    }

    /// A network with random weights.
    ///
    /// - Parameter seed: Fixes the weights.
    package init(_ configuration: ModelConfiguration, seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        switch configuration.encoder {
        case .lstm(let sizes):
            encoder = LSTMEncoder(sizes, bins: configuration.featureSize, using: &generator)
        }
        ctcHead = Linear(inputs: encoder.width, outputs: configuration.vocabularySize, using: &generator)
    }

    /// Scores every symbol at every frame of a batch.
    ///
    /// - Parameters:
    ///   - features: Normalized features, `[B, T, F]`, zero beyond the end of each utterance.
    ///   - lengths: Frames of each utterance, `[B]`.
    package func callAsFunction(_ features: Tensor, lengths: [Int]) -> Logits {
        let encoding = encoder.encode(features, lengths: lengths)
        return Logits(
            symbols: ctcHead(encoding.frames), middle: encoding.middle.map { ctcHead($0) },
            lengths: encoding.lengths)
    }
}

/// Unnormalized scores of a batch.
package struct Logits: Sendable {
    /// `[B, T', V]`
    package var symbols: Tensor
    /// What the encoder's middle layer would say, `[B, T', V]`, where it is asked.
    package var middle: Tensor?
    /// Frames of each utterance, `[B]`.
    package var lengths: [Int]
}
