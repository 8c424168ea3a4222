/// The voices of a store as one model hears them.
public struct EnrolledVoices: Hashable, Sendable {
    /// By name.
    public var voices: [EnrolledVoice]
    /// People whose recordings were all made with another model: they have to be enrolled again.
    public var unusable: [String]

    /// Voices, and people without one.
    public init(voices: [EnrolledVoice] = [], unusable: [String] = []) {
        self.voices = voices
        self.unusable = unusable
    }
}

extension SpeakerStore {
    /// Everybody's voice, ready to be compared with embeddings of one model.
    ///
    /// - Parameter model: The fingerprint of the model in use, `SpeakerEmbedder.fingerprint`.
    public func voices(for model: String) throws(SpeakerError) -> EnrolledVoices {
        var result = EnrolledVoices()
        for speaker in try speakers() {
            if let voice = speaker.voice(for: model) {
                result.voices.append(voice)
            } else {
                result.unusable.append(speaker.name)
            }
        }
        return result
    }
}
