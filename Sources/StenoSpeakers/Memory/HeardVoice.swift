public import StenoTranscript

/// A voice as one recording or stream let it be heard.
public struct HeardVoice: Hashable, Sendable {
    /// What it is called in the transcript.
    public let label: SpeakerID
    /// Whether the label is the name of a voice that was known before.
    public let isKnown: Bool
    /// Seconds of speech that were heard last, a minute at most.
    public let speech: Double
    /// The voice in that speech; `nil` where it is too little to tell.
    public let enrollment: SpeakerEnrollment?

    package init(label: SpeakerID, isKnown: Bool, speech: Double, enrollment: SpeakerEnrollment?) {
        (self.label, self.isKnown) = (label, isKnown)
        (self.speech, self.enrollment) = (speech, enrollment)
    }

    /// Why a voice was not kept.
    public enum Shortcoming: Hashable, Sendable {
        /// It said too little.
        case littleSpeech(seconds: Double, needed: Double)
        /// What was given to it seems to be said by several people.
        case severalVoices
    }

    /// What speaks against keeping it: enrolment would warn of the same.
    public var shortcoming: Shortcoming? {
        guard let enrollment, speech >= SpeakerEmbedder.enoughSpeech else {
            return .littleSpeech(seconds: speech, needed: SpeakerEmbedder.enoughSpeech)
        }
        return enrollment.warnings.contains(.severalVoices) ? .severalVoices : nil
    }
}

/// That voices are to be remembered, and how those are called that nobody knows.
public struct VoiceRemembering: Hashable, Codable, Sendable {
    /// The number of the first new voice, `SpeakerStore.firstFreeNumber()`.
    public var firstNumber: Int

    /// New voices are called by this number and those after it.
    public init(firstNumber: Int = 1) {
        self.firstNumber = firstNumber
    }
}
