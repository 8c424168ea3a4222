package import FoundationEssentials
package import StenoJSON
package import StenoTranscript

/// A stretch of recorded speech and what is said in it: one line of a manifest.
package struct Utterance: Hashable, Sendable {
    /// Names the utterance in logs and results, unique in its corpus.
    package var id: String

    /// The recording that holds the utterance.
    package var audio: URL

    /// Where the utterance begins in the recording.
    package var offset: Duration

    /// How long it lasts.
    package var duration: Duration

    /// What is said, in the words a model is to learn.
    package var text: String

    /// Who says it, when the corpus knows.
    package var speaker: SpeakerID?

    /// Every other field of the manifest's line, kept as it came.
    package var extra: [String: JSONValue]

    package init(
        id: String, audio: URL, offset: Duration = .zero, duration: Duration, text: String,
        speaker: SpeakerID? = nil, extra: [String: JSONValue] = [:]
    ) {
        self.id = id
        self.audio = audio
        self.offset = offset
        self.duration = duration
        self.text = text
        self.speaker = speaker
        self.extra = extra
    }

    /// What else was recorded in one go with it, when the corpus knows: people sound different on other days.
    package var session: String? {
        if case .string(let name) = extra[Self.sessionField] { name } else { nil }
    }

    /// The field of a manifest's line that names the session.
    package static let sessionField = "session"

    /// The number of words in the text: what lies between spaces.
    package var wordCount: Int {
        text.split(whereSeparator: \.isWhitespace).count
    }
}
