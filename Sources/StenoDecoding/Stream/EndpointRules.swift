/// When a stream's open segment is closed; `nil` switches a rule off.
///
/// The rules are Kaldi's and sherpa's: trailing silence before and after something was said, and a longest length. Where
/// somebody listens for voices, it takes both, no more words and no voice, to make silence after speech: a long word or one
/// that no words were found for does not end a segment. Where the two disagree for longer than speech is waited for, the
/// segment is closed all the same.
public struct EndpointRules: Hashable, Sendable {
    /// Close a segment in which nothing was said after so much silence.
    public var silenceWithoutSpeech: Duration?
    /// Close a segment in which something was said after so much silence.
    public var silenceAfterSpeech: Duration?
    /// Close a segment that is so long, at its longest pause between two words since half of its length.
    public var maximumLength: Duration?

    /// Rules for closing a segment.
    public init(
        silenceWithoutSpeech: Duration? = .milliseconds(2400),
        silenceAfterSpeech: Duration? = .milliseconds(1200),
        maximumLength: Duration? = .seconds(20)
    ) {
        self.silenceWithoutSpeech = silenceWithoutSpeech
        self.silenceAfterSpeech = silenceAfterSpeech
        self.maximumLength = maximumLength
    }

    /// One segment from the first frame to the last.
    public static let never = EndpointRules(
        silenceWithoutSpeech: nil, silenceAfterSpeech: nil, maximumLength: nil)
}

/// The rules in frames.
package struct EndpointFrames: Sendable {
    /// Why a segment is closed.
    package enum Reason: Hashable, Sendable {
        case silence
        /// There are words, but nobody's voice: the noise that follows speech.
        case noise
        case length
    }

    package let silenceWithoutSpeech: Int?
    package let silenceAfterSpeech: Int?
    package let maximumLength: Int?

    package init(_ rules: EndpointRules, timing: FrameTiming) {
        silenceWithoutSpeech = rules.silenceWithoutSpeech.map(timing.frames)
        silenceAfterSpeech = rules.silenceAfterSpeech.map(timing.frames)
        maximumLength = rules.maximumLength.map(timing.frames)
    }

    /// Why a segment of `length` frames is to be closed, if it is.
    ///
    /// - Parameters:
    ///   - silence: The frames since the last word, or all where there is none.
    ///   - quiet: The frames since a voice was heard, from the first word on; `nil` where nobody listens.
    ///   - isOpen: Whether a sentence of a grammar has begun that cannot end yet: it is waited for as long as for
    ///     speech to begin.
    package func reason(
        length: Int, silence: Int, quiet: Int? = nil, hasSpeech: Bool,
        isOpen: @autoclosure () -> Bool = false
    ) -> Reason? {
        if hasSpeech {
            if isOver(silence: silence, quiet: quiet ?? silence, isOpen: isOpen) { return .silence }
            if let patience, let quiet, quiet >= patience { return .noise }
        } else if let silenceWithoutSpeech, silence >= silenceWithoutSpeech {
            return .silence
        }
        if let maximumLength, length >= maximumLength { return .length }
        return nil
    }

    private func isOver(silence: Int, quiet: Int, isOpen: () -> Bool) -> Bool {
        guard let silenceAfterSpeech, silence >= silenceAfterSpeech else { return false }
        if let patience, silence >= patience { return true }
        return quiet >= silenceAfterSpeech && !isOpen()
    }

    /// How long words, voices and a sentence's end are waited for that do not come.
    private var patience: Int? {
        guard let silenceWithoutSpeech, let silenceAfterSpeech else { return nil }
        return max(silenceWithoutSpeech, silenceAfterSpeech)
    }
}
