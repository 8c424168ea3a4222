public import StenoDecoding

/// What a recognizer does with a recording or a stream.
public struct RecognizerOptions: Sendable {
    /// How words are searched for and when segments close.
    public var decoding: DecoderOptions

    /// Options for recognition.
    public init(decoding: DecoderOptions = DecoderOptions()) {
        self.decoding = decoding
    }
}
