public import StenoDecoding
public import StenoSpeakers

/// What a recognizer does with a recording or a stream.
public struct RecognizerOptions: Sendable {
    /// How words are searched for and when segments close.
    public var decoding: DecoderOptions
    /// What is known about what is likely to be said.
    public var guidance: RecognizerGuidance
    /// How voices are told apart; `nil` leaves speakers out.
    public var speakers: SpeakerTracker.Options?

    /// Options for recognition.
    public init(
        decoding: DecoderOptions = DecoderOptions(),
        guidance: RecognizerGuidance = RecognizerGuidance(),
        speakers: SpeakerTracker.Options? = SpeakerTracker.Options()
    ) {
        self.decoding = decoding
        self.guidance = guidance
        self.speakers = speakers
    }
}
