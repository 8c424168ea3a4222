public import StenoSpeakers
public import StenoTranscript

/// What is said in a recording, and the voices that say it.
public struct HeardRecording: Hashable, Sendable {
    /// The words.
    public var transcript: Transcript
    /// The voices, for a store to remember; none where the recognizer's `remembering` does not ask for them.
    public var voices: [HeardVoice]

    /// A transcript, and voices if there are any.
    public init(transcript: Transcript, voices: [HeardVoice] = []) {
        self.transcript = transcript
        self.voices = voices
    }
}
