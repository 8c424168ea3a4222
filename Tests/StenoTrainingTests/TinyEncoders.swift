import StenoAcousticModel

/// Attention encoders that learn the language of tones in seconds.
enum TinyEncoders {
    static let all: [EncoderConfiguration] = [
        .transformer(transformer), .conformer(conformer), .parakeet(parakeet),
    ]

    private static var transformer: TransformerConfiguration {
        var configuration = TransformerConfiguration()
        (configuration.hiddenSize, configuration.layers, configuration.heads) = (24, 2, 2)
        (configuration.innerSize, configuration.convolutionChannels) = (48, 4)
        configuration.dropout = 0.05
        configuration.chunks = chunks
        return configuration
    }

    private static var conformer: ConformerConfiguration {
        var configuration = ConformerConfiguration()
        configuration.sizes = sizes
        configuration.chunks = chunks
        return configuration
    }

    private static var parakeet: ParakeetConfiguration {
        var configuration = ParakeetConfiguration()
        configuration.encoder = sizes
        return configuration
    }

    private static var sizes: ConformerSizes {
        var sizes = ConformerSizes(subsampling: 4)
        (sizes.hiddenSize, sizes.layers, sizes.heads, sizes.innerSize) = (24, 1, 2, 48)
        (sizes.kernel, sizes.convolutionChannels) = (5, 4)
        (sizes.dropout, sizes.activationDropout, sizes.attentionDropout) = (0.05, 0.05, 0.05)
        return sizes
    }

    private static var chunks: ChunkConfiguration {
        var chunks = ChunkConfiguration()
        (chunks.frames, chunks.trained, chunks.leftContext) = (4, [2, 4, 8], 16)
        return chunks
    }
}
