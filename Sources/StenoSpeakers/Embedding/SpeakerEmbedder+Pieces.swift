package import StenoAudio

extension SpeakerEmbedder {
    /// Embeddings of pieces of one length, cut one after the other out of the speech of one voice.
    ///
    /// - Parameters:
    ///   - recordings: At 16 kHz.
    ///   - length: Seconds of speech in each piece; what is left at the end is dropped.
    package func embeddings(of recordings: [AudioBuffer], pieces length: Duration) -> [SpeakerEmbedding] {
        let steps = Int((length / .seconds(SpeakerNetwork.secondsPerStep)).rounded())
        var piece = PooledSpeech(width: configuration.network.pooledWidth)
        var embeddings: [SpeakerEmbedding] = []
        for recording in recordings {
            var frames = SpeakerFrames(self, memory: .seconds(3_600))
            frames.accept(recording.samples)
            frames.finish()
            frames.forEachSpokenStep { features in
                piece.add(features)
                guard piece.count == steps else { return }
                embeddings.append(embedding(of: piece))
                piece = PooledSpeech(width: configuration.network.pooledWidth)
            }
        }
        return embeddings
    }
}
