import StenoNN
package import StenoTensor

/// A layer of a Conformer (Gulati et al. 2020, section 2.4): attention and a convolution between two halves of a
/// feed-forward map, each reading normalized frames and adding to them, and a norm at the end.
///
/// Names and arithmetic are those of Hugging Face's `ParakeetEncoderBlock`, but for dropout, which in training is
/// applied to what every part adds, as in the paper.
package struct ConformerLayer: AttentionLayer {
    let feedForward1: FeedForward
    let selfAttn: MultiHeadAttention
    let conv: ConvolutionModule
    let feedForward2: FeedForward
    let normFeedForward1, normSelfAtt, normConv, normFeedForward2, normOut: LayerNorm
    /// Of what each part adds.
    private let dropout: Float

    /// What a stream remembers.
    package struct State: Sendable {
        fileprivate var attention: MultiHeadAttention.State
        fileprivate var convolution = FrameHistory()
    }

    /// A layer with random weights.
    ///
    /// - Parameter isCausal: Whether the convolution sees only the past.
    package init(_ sizes: ConformerSizes, isCausal: Bool, using generator: inout SeededGenerator) {
        let width = sizes.hiddenSize
        func feedForward(_ generator: inout SeededGenerator) -> FeedForward {
            FeedForward(
                width: width, inner: sizes.innerSize, hasBias: sizes.hasAttentionBias,
                dropout: Float(sizes.activationDropout), using: &generator)
        }
        feedForward1 = feedForward(&generator)
        selfAttn = MultiHeadAttention(
            .init(
                width: width, heads: sizes.heads, positions: .relative, hasBias: sizes.hasAttentionBias,
                dropout: Float(sizes.attentionDropout)), using: &generator)
        conv = ConvolutionModule(sizes, isCausal: isCausal, using: &generator)
        feedForward2 = feedForward(&generator)
        normFeedForward1 = LayerNorm(width: width)
        normSelfAtt = LayerNorm(width: width)
        normConv = LayerNorm(width: width)
        normFeedForward2 = LayerNorm(width: width)
        normOut = LayerNorm(width: width)
        dropout = Float(sizes.dropout)
    }

    package func callAsFunction(_ x: Tensor, _ view: AttentionView) -> Tensor {
        adding(
            to: x, attend: { selfAttn($0, mask: view.mask, positions: view.positions) },
            convolve: { conv($0, lengths: view.lengths) })
    }

    package func initialState(leftContext: Int) -> State {
        State(attention: MultiHeadAttention.State(leftContext: leftContext))
    }

    package func callAsFunction(_ x: Tensor, state: inout State) -> Tensor {
        adding(
            to: x, attend: { selfAttn($0, state: &state.attention) },
            convolve: { conv($0, history: &state.convolution) })
    }

    private func adding(
        to x: Tensor, attend: (Tensor) -> Tensor, convolve: (Tensor) -> Tensor
    ) -> Tensor {
        var x = x.adding(feedForward1(normFeedForward1(x)).dropout(dropout), times: 0.5)
        x = x + attend(normSelfAtt(x)).dropout(dropout)
        x = x + convolve(normConv(x)).dropout(dropout)
        x = x.adding(feedForward2(normFeedForward2(x)).dropout(dropout), times: 0.5)
        return normOut(x)
    }
}

extension AttentionEncoder<ConformerLayer> {
    /// A Conformer with random weights, as Rekesh et al. 2023 ("Fast Conformer") define it.
    ///
    /// - Parameters:
    ///   - chunks: How far a streaming encoder sees; nil makes an offline one.
    ///   - bins: Features of a frame, F.
    package init(
        _ sizes: ConformerSizes, chunks: ChunkConfiguration?, bins: Int,
        using generator: inout SeededGenerator
    ) {
        subsamplingLayers = Subsampling(
            depthwise: sizes.subsampling, bins: bins, channels: sizes.convolutionChannels,
            outputs: sizes.hiddenSize, using: &generator)
        layers = (0..<sizes.layers).map { _ in
            ConformerLayer(sizes, isCausal: chunks != nil, using: &generator)
        }
        normOut = nil
        self.chunks = chunks
        options = Options(
            width: sizes.hiddenSize, heads: sizes.heads, positions: .relative,
            inputScale: sizes.scalesInput ? Float(sizes.hiddenSize).squareRoot() : 1,
            dropout: Float(sizes.dropout))
    }
}
