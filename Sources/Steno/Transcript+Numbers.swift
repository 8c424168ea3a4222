import StenoText
public import StenoTranscript

extension Transcript {
    /// The transcript with English numbers in digits: `twenty one` becomes `21`; see `InverseTextNormalizer`.
    public var withNumbersInDigits: Transcript {
        var transcript = self
        transcript.segments = segments.map(\.withNumbersInDigits)
        return transcript
    }
}

extension Segment {
    /// The segment with English numbers in digits. A number is spoken from the start of its first word to the end of
    /// its last, by whoever speaks the first, and is as sure as the least sure of its words.
    public var withNumbersInDigits: Segment {
        var segment = self
        segment.words = InverseTextNormalizer().apply(to: words, text: \.text) { words, digits in
            Word(
                text: digits,
                time: words.dropFirst().reduce(words[words.startIndex].time) { $0.union($1.time) },
                confidence: words.compactMap(\.confidence).min(), speaker: words.first?.speaker)
        }
        return segment
    }
}

extension StreamEvent {
    /// The event with English numbers in digits where it is final. Partial results stay in words: what is stable in
    /// them may still become part of a longer number.
    public var withNumbersInDigits: StreamEvent {
        guard case .final(let segment, let received) = self else { return self }
        return .final(segment.withNumbersInDigits, received: received)
    }
}
