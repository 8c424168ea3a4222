package import StenoNN
package import StenoTensor

/// A layer of a Transformer: attention, then a map of every frame, each reading normalized frames and adding to them
/// (Vaswani et al. 2017; the norm in front, Xiong et al. 2020).
package struct TransformerLayer: AttentionLayer {
    let selfAttn: MultiHeadAttention
    let feedForward: FeedForward
    let normSelfAtt, normFeedForward: LayerNorm
    /// Of what each part adds.
    private let dropout: Float

    /// A layer with random weights.
    package init(_ configuration: TransformerConfiguration, using generator: inout SeededGenerator) {
        let width = configuration.hiddenSize
        dropout = Float(configuration.dropout)
        selfAttn = MultiHeadAttention(
            .init(
                width: width, heads: configuration.heads, positions: configuration.positions.kind,
                dropout: Float(configuration.attentionDropout)), using: &generator)
        feedForward = FeedForward(
            width: width, inner: configuration.innerSize, dropout: dropout, using: &generator)
        normSelfAtt = LayerNorm(width: width)
        normFeedForward = LayerNorm(width: width)
    }

    package func callAsFunction(_ x: Tensor, _ view: AttentionView) -> Tensor {
        adding(to: x) { selfAttn($0, mask: view.mask, positions: view.positions) }
    }

    package func initialState(leftContext: Int) -> MultiHeadAttention.State {
        MultiHeadAttention.State(leftContext: leftContext)
    }

    package func callAsFunction(_ x: Tensor, state: inout MultiHeadAttention.State) -> Tensor {
        adding(to: x) { selfAttn($0, state: &state) }
    }

    private func adding(to x: Tensor, attend: (Tensor) -> Tensor) -> Tensor {
        let y = x + attend(normSelfAtt(x)).dropout(dropout)
        return y + feedForward(normFeedForward(y)).dropout(dropout)
    }
}

extension AttentionEncoder<TransformerLayer> {
    /// A Transformer with random weights.
    ///
    /// - Parameter bins: Features of a frame, F.
    package init(_ configuration: TransformerConfiguration, bins: Int, using generator: inout SeededGenerator)
    {
        subsamplingLayers = Subsampling(
            factor: configuration.subsampling, bins: bins, channels: configuration.convolutionChannels,
            outputs: configuration.hiddenSize, using: &generator)
        layers = (0..<configuration.layers).map { _ in TransformerLayer(configuration, using: &generator) }
        normOut = LayerNorm(width: configuration.hiddenSize)
        chunks = configuration.streaming ? configuration.chunks : nil
        options = Options(
            width: configuration.hiddenSize, heads: configuration.heads,
            positions: configuration.positions.kind,
            addsSinusoids: configuration.positions == .sinusoidal, dropout: Float(configuration.dropout))
    }
}

extension TransformerConfiguration.Positions {
    /// How attention itself knows the order of frames.
    var kind: PositionKind {
        switch self {
        case .sinusoidal: .none
        case .rotary: .rotary
        case .relative: .relative
        }
    }
}
