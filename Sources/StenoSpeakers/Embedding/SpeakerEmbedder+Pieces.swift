package import StenoAudio

extension SpeakerEmbedder {
    /// Embeddings of pieces of one length, cut one after the other out of the speech of one voice.
    ///
    /// - Parameters:
    ///   - recordings: At 16 kHz.
    ///   - length: Seconds of speech in each piece; what is left at the end is dropped.
    package func embeddings(of recordings: [AudioBuffer], pieces length: Duration) -> [SpeakerEmbedding] {
        let size = Int((length / .seconds(SpeakerNetwork.secondsPerStep)).rounded())
        return pieces(of: recordings, steps: size).filter { $0.count == size }.map(embedding)
    }

    /// The speech of recordings cut into pieces of so many steps; the last one is what is left.
    func pieces(of recordings: [AudioBuffer], steps: Int) -> [PooledSpeech] {
        var pieces: [PooledSpeech] = []
        for recording in recordings {
            var frames = SpeakerFrames(self, memory: recording.duration)
            frames.accept(recording.samples)
            frames.finish()
            for step in frames.spokenSteps {
                if pieces.last.map({ $0.count == steps }) ?? true {
                    pieces.append(PooledSpeech(for: configuration))
                }
                frames.add(step, to: &pieces[pieces.count - 1])
            }
        }
        return pieces
    }
}
