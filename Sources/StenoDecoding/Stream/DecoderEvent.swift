public import StenoTranscript

/// What a decoder reports while emissions arrive.
///
/// `frame` is how many frames it had taken when it said so. Events are a function of the frames alone: they are the
/// same however the frames arrive in chunks.
public enum DecoderEvent: Hashable, Sendable {
    /// What the open segment looks like; replaced by the next partial or final.
    case partial(PartialWords, frame: Int)
    /// A closed segment; it never changes again.
    case final(FinalWords, frame: Int)
}

/// The words of the open segment.
public struct PartialWords: Hashable, Sendable {
    /// The words that are over, or seem so; their times are not yet corrected.
    public let words: [Word]
    /// How many of the first words will never change again.
    public let stableCount: Int

    /// The words and the stable ones among them as one text each.
    public var result: PartialResult {
        let texts = words.map(\.text)
        let time = TimeRange(start: words.first?.time.start ?? .zero, end: words.last?.time.end ?? .zero)
        return PartialResult(
            time: time, text: texts.joined(separator: " "),
            stable: texts.prefix(stableCount).joined(separator: " "))
    }
}

/// The words of a closed segment.
public struct FinalWords: Hashable, Sendable {
    /// What was said.
    public let words: [Word]
    /// The best hypotheses for the segment, best first; as many as `DecoderOptions.alternatives` asks for.
    public let alternatives: [Alternative]
    /// For every word of `words` what its confidence was made of; what a calibration is fitted to.
    public let evidence: [WordEvidence]
}

/// One of several hypotheses for a segment.
public struct Alternative: Hashable, Sendable {
    /// What would have been said.
    public let text: String
    /// Its total score, a natural logarithm; only differences within a segment mean something.
    public let score: Double
}
