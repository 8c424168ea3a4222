public import StenoTranscript

/// What became of a voice that was to be remembered.
public struct RememberedVoice: Hashable, Sendable {
    /// What was done.
    public enum Outcome: Hashable, Sendable {
        /// Nobody had the voice: the store has a person more.
        case new
        /// The store knew the voice, and now a recording more of it, or a better one.
        case learned
        /// The store knows the voice under this name, but nothing was learned: it said too little, or is not surely
        /// enough the same.
        case recognized
        /// It was not kept.
        case left(HeardVoice.Shortcoming)
    }

    /// What it was called when it was heard.
    public let label: SpeakerID
    /// What it is called now: its name in the store, or, where it is not kept, a label that is nobody else's.
    public let name: SpeakerID
    /// What was done.
    public let outcome: Outcome
}

/// Whether the labels of a recording can still become those under which its voices are kept.
public enum SpeakerLabels: Hashable, Sendable {
    /// Nobody has seen them: new voices are numbered in the order in which they speak.
    case open
    /// They were shown, as in a stream: a new voice is kept under its label, unless somebody else has that by now.
    case shown
}
