import StenoAcousticModel

/// Encoders small enough to run many times; the sizes of the PyTorch fixtures.
enum Tiny {
    /// Chunks of three frames, always.
    static var chunks: ChunkConfiguration {
        var chunks = ChunkConfiguration()
        (chunks.frames, chunks.trained, chunks.leftContext) = (3, [3], 2)
        return chunks
    }

    static func sizes(subsampling: Int) -> ConformerSizes {
        var sizes = ConformerSizes(subsampling: subsampling)
        (sizes.hiddenSize, sizes.layers, sizes.heads, sizes.innerSize) = (8, 2, 2, 12)
        (sizes.kernel, sizes.convolutionChannels) = (5, 3)
        (sizes.dropout, sizes.activationDropout, sizes.attentionDropout) = (0, 0, 0)
        return sizes
    }

    static func conformer(subsampling: Int) -> ConformerConfiguration {
        var configuration = ConformerConfiguration()
        configuration.sizes = sizes(subsampling: subsampling)
        configuration.chunks = chunks
        return configuration
    }

    static func parakeet(subsampling: Int) -> ParakeetConfiguration {
        var configuration = ParakeetConfiguration()
        configuration.encoder = sizes(subsampling: subsampling)
        return configuration
    }

    static func transformer(
        _ positions: TransformerConfiguration.Positions, streaming: Bool = true
    ) -> TransformerConfiguration {
        var configuration = TransformerConfiguration()
        (configuration.hiddenSize, configuration.layers, configuration.heads) = (8, 2, 2)
        (configuration.innerSize, configuration.convolutionChannels) = (12, 3)
        (configuration.dropout, configuration.attentionDropout) = (0, 0)
        (configuration.positions, configuration.streaming) = (positions, streaming)
        configuration.chunks = chunks
        return configuration
    }
}
