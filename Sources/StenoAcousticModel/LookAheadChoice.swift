import StenoFeatures
import StenoNN
import StenoTensor

extension AcousticModel {
    /// How much audio after the beginning of an emission frame can change it: the frame itself, the window of its
    /// last features, and the encoder's look-ahead. Nil when all of the utterance can.
    public var lookAhead: Duration? {
        network.encoder.lookAhead.map(totalLookAhead(ofFeatures:))
    }

    /// The look-aheads the model can be used with, the least first: those it was trained for. Empty when it needs the
    /// whole utterance.
    public var lookAheads: [Duration] {
        guard let chunks = configuration.encoder.chunks else { return lookAhead.map { [$0] } ?? [] }
        return chunks.trained.map(totalLookAhead(ofChunk:))
    }

    /// The same model, looking ahead as far as it was trained for and no further than asked: more makes it more
    /// accurate, less makes it answer sooner.
    ///
    /// - Throws: `ModelError.noLookAhead` when even its least is more.
    public func lookingAhead(atMost limit: Duration) throws(ModelError) -> AcousticModel {
        guard let least = lookAheads.first, least <= limit else {
            throw .noLookAhead(asked: limit, possible: lookAheads)
        }
        guard var chunks = configuration.encoder.chunks else { return self }
        chunks.frames = chunks.trained.last { totalLookAhead(ofChunk: $0) <= limit } ?? chunks.frames
        var model = self
        model.configuration.encoder = configuration.encoder.with(chunks)
        model.network = network.seeing(chunks)
        return model
    }

    private func totalLookAhead(ofChunk frames: Int) -> Duration {
        totalLookAhead(ofFeatures: (frames - 1) * network.encoder.subsampling)
    }

    private func totalLookAhead(ofFeatures frames: Int) -> Duration {
        let lastFrame = network.encoder.subsampling - 1 + frames
        return features.firstFrameCenter + features.frameLength / 2 + features.frameShift * lastFrame
    }
}
