package import StenoNN
package import StenoTensor

/// The trained part of an acoustic model: an encoder and the layers that read symbols from its frames.
package struct AcousticNetwork: Module {
    package private(set) var encoder: any AcousticEncoder
    /// `[V, D]` and `[V]`; `[V, D, 1]` as Parakeet keeps it.
    package let ctcHead: Linear
    /// `[P, D]` and `[P]`: reads phonemes from the same frames, in models that learned both.
    package let phonemeHead: Linear?
    /// Frames of zeros read after the end of every utterance.
    package let endPadding: Int

    package var parts: [ModulePart] {
        [ModulePart("encoder", .module(encoder)), ModulePart("ctc_head", .module(ctcHead))]
            + (phonemeHead.map { [ModulePart("phoneme_head", .module($0))] } ?? [])
    }

    /// A network with random weights.
    ///
    /// - Parameter seed: Fixes the weights.
    package init(_ configuration: ModelConfiguration, seed: UInt64) {
        endPadding = configuration.endPadding
        var generator = SeededGenerator(seed: seed)
        encoder = configuration.makeEncoder(using: &generator)
        ctcHead = Linear(
            inputs: encoder.width, outputs: configuration.vocabularySize,
            layout: configuration.encoder.headLayout,
            using: &generator)
        let width = encoder.width
        phonemeHead = configuration.phonemeCount.map {
            Linear(inputs: width, outputs: $0, using: &generator)
        }
    }

    /// Encodes a batch.
    ///
    /// - Parameters:
    ///   - features: Normalized features, `[B, T, F]`, zero beyond the end of each utterance.
    ///   - lengths: Frames of each utterance, `[B]`.
    func encode(_ features: Tensor, lengths: [Int]) -> Encoding {
        let padded = features.followed(byZeros: endPadding)
        return encoder.encode(padded, lengths: lengths.map { $0 + endPadding })
    }

    /// Scores everything the network was made to say at every frame of a batch, for a loss.
    ///
    /// - Parameters:
    ///   - features: Normalized features, `[B, T, F]`, zero beyond the end of each utterance.
    ///   - lengths: Frames of each utterance, `[B]`.
    ///   - asksMiddle: Whether the symbols are read from the encoder's middle layer, too.
    package func callAsFunction(_ features: Tensor, lengths: [Int], asksMiddle: Bool = false) -> Logits {
        let encoding = encode(features, lengths: lengths)
        return Logits(
            symbols: ctcHead(encoding.frames), phonemes: phonemeHead.map { $0(encoding.frames) },
            middle: asksMiddle ? encoding.middle.map { ctcHead($0) } : nil, lengths: encoding.lengths)
    }
}

extension AcousticNetwork {
    /// Frames of emissions of an utterance of so many feature frames.
    package func outputLength(_ frames: Int) -> Int {
        encoder.outputLength(frames + endPadding)
    }

    /// The same network, if its encoder works in chunks with these.
    func seeing(_ chunks: ChunkConfiguration) -> AcousticNetwork {
        guard var encoder = encoder as? any ChunkedEncoder else { return self }
        encoder.chunks = chunks
        var network = self
        network.encoder = encoder
        return network
    }
}

extension ModelConfiguration {
    fileprivate func makeEncoder(using generator: inout SeededGenerator) -> any AcousticEncoder {
        switch encoder {
        case .lstm(let sizes): LSTMEncoder(sizes, bins: featureSize, using: &generator)
        case .transformer(let sizes):
            AttentionEncoder<TransformerLayer>(sizes, bins: featureSize, using: &generator)
        case .conformer(let model):
            AttentionEncoder<ConformerLayer>(
                model.sizes, chunks: model.chunks, bins: featureSize, using: &generator)
        case .parakeet(let model):
            AttentionEncoder<ConformerLayer>(
                model.encoder, chunks: nil, bins: featureSize, using: &generator)
        }
    }
}

extension EncoderConfiguration {
    fileprivate var headLayout: Linear.Layout {
        if case .parakeet = self { .convolution } else { .matrix }
    }
}

extension Tensor {
    /// `[B, T + count, F]` from `[B, T, F]`.
    fileprivate func followed(byZeros count: Int) -> Tensor {
        guard count > 0 else { return self }
        return .concatenated([self, Tensor(repeating: 0, shape: [shape[0], count, shape[2]])], along: 1)
    }
}

/// Unnormalized scores of a batch.
package struct Logits: Sendable {
    /// `[B, T', V]`
    package var symbols: Tensor
    /// `[B, T', P]`, where the network says phonemes.
    package var phonemes: Tensor?
    /// What the encoder's middle layer says, `[B, T', V]`, where it is asked.
    package var middle: Tensor?
    /// Frames of each utterance, `[B]`.
    package var lengths: [Int]

    package init(symbols: Tensor, phonemes: Tensor? = nil, middle: Tensor? = nil, lengths: [Int]) {
        self.symbols = symbols
        self.phonemes = phonemes
        self.middle = middle
        self.lengths = lengths
    }
}
