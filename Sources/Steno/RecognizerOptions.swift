public import StenoDecoding
public import StenoSpeakers

/// What a recognizer does with a recording or a stream.
public struct RecognizerOptions: Sendable {
    /// How words are searched for and when segments close.
    public var decoding: DecoderOptions
    /// How voices are told apart; `nil` leaves speakers out.
    public var speakers: SpeakerTracker.Options?

    /// Options for recognition.
    public init(
        decoding: DecoderOptions = DecoderOptions(),
        speakers: SpeakerTracker.Options? = SpeakerTracker.Options()
    ) {
        self.decoding = decoding
        self.speakers = speakers
    }
}
