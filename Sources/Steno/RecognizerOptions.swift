public import StenoDecoding
public import StenoSpeakers

/// What a recognizer does with a recording or a stream.
public struct RecognizerOptions: Sendable {
    /// How words are searched for and when segments close.
    public var decoding: DecoderOptions
    /// How many hypotheses the beam keeps; `nil` for as many as were fitted to the bundle's language model, or as
    /// `decoding` says.
    public var beam: Int?
    /// What the model is asked to say; `nil` for phonemes where it knows them and a language model has a say or the
    /// words are listed, and for spelling elsewhere.
    public var units: RecognizerUnits?
    /// What is known about what is likely to be said.
    public var guidance: RecognizerGuidance
    /// The most audio after a frame that may change what is said there, for models that were trained for several
    /// look-aheads; `nil` for the model's own.
    public var lookAhead: Duration?
    /// How many threads may work on one recording or stream, where there is enough to share.
    public var threads: Int
    /// How voices are told apart; `nil` leaves speakers out.
    public var speakers: SpeakerTracker.Options?

    /// Options for recognition.
    public init(
        decoding: DecoderOptions = DecoderOptions(), beam: Int? = nil, units: RecognizerUnits? = nil,
        guidance: RecognizerGuidance = RecognizerGuidance(), lookAhead: Duration? = nil, threads: Int = 1,
        speakers: SpeakerTracker.Options? = SpeakerTracker.Options()
    ) {
        self.decoding = decoding
        self.beam = beam
        self.units = units
        self.guidance = guidance
        self.lookAhead = lookAhead
        self.threads = threads
        self.speakers = speakers
    }
}
