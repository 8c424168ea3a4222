package import StenoAudio
package import StenoTranscript

extension SpeakerEmbedder {
    /// The voice in stretches of a recording in which one person speaks.
    ///
    /// - Parameters:
    ///   - recording: At 16 kHz.
    ///   - stretches: In order of time.
    ///   - seconds: The least speech to know a voice by.
    /// - Returns: An embedding for each stretch, `nil` where there is too little speech.
    package func embeddings(
        of recording: AudioBuffer, in stretches: [TimeRange], withSpeech seconds: Double
    ) -> [SpeakerEmbedding?] {
        var frames = SpeakerFrames(self, memory: recording.duration)
        frames.accept(recording.samples)
        frames.finish()
        return stretches.map { time in
            let speech = frames.speech(in: time)
            let isEnough = Double(speech.count) * SpeakerNetwork.secondsPerStep >= seconds
            return isEnough ? embedding(of: speech) : nil
        }
    }
}
