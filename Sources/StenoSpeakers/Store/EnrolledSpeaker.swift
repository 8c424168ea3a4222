public import Foundation

/// A person the store knows, with the recordings it knows the voice from.
public struct EnrolledSpeaker: Hashable, Sendable {
    /// What the person is called; one person has one name.
    public var name: String
    /// In the order in which they were added.
    public var recordings: [EnrolledRecording]

    /// Seconds of speech over all recordings.
    public var speech: Double { recordings.reduce(0) { $0 + $1.speech } }

    /// A person with recordings.
    public init(name: String, recordings: [EnrolledRecording]) {
        self.name = name
        self.recordings = recordings
    }
}

/// One recording of a voice: its embedding, and what made it. The audio itself is not kept.
public struct EnrolledRecording: Hashable, Sendable {
    /// The voice.
    public var embedding: SpeakerEmbedding
    /// The fingerprint of the model that made the embedding; embeddings of two models cannot be compared.
    public var model: String
    /// Where the audio came from, for people to read.
    public var source: String
    /// Seconds of speech the embedding was made from.
    public var speech: Double
    /// When it was enrolled.
    public var added: Date
    /// Who put it into the store.
    public var origin: Origin

    /// How a recording comes into the store.
    public enum Origin: Hashable, Sendable {
        /// Somebody enrolled it.
        case enrolled
        /// The voice was heard somewhere and recognized, or new.
        case remembered
    }

    /// A recording of a voice.
    public init(
        embedding: SpeakerEmbedding, model: String, source: String, speech: Double, added: Date,
        origin: Origin = .enrolled
    ) {
        self.embedding = embedding
        self.model = model
        self.source = source
        self.speech = speech
        self.added = added
        self.origin = origin
    }
}

/// A named voice ready to be compared with: the middle of a person's recordings.
public struct EnrolledVoice: Hashable, Sendable {
    /// Whose voice it is.
    public var name: String
    /// The voice.
    public var embedding: SpeakerEmbedding
    /// Whether somebody enrolled it, and so expects it, or all of it was remembered.
    public var origin: EnrolledRecording.Origin

    /// A voice with its name.
    public init(
        name: String, embedding: SpeakerEmbedding, origin: EnrolledRecording.Origin = .enrolled
    ) {
        self.name = name
        self.embedding = embedding
        self.origin = origin
    }
}

extension EnrolledSpeaker {
    /// The person's voice as one model hears it, each recording weighted by its seconds of speech. What was remembered
    /// never weighs more than what was enrolled: a mistake must not carry a voice away from its name.
    ///
    /// - Returns: `nil` if no recording was made with that model.
    public func voice(for model: String) -> EnrolledVoice? {
        let heard = recordings.filter { $0.model == model }
        let enrolled = heard.filter { $0.origin == .enrolled }.weight
        let remembered = heard.filter { $0.origin == .remembered }.weight
        let share = enrolled > 0 ? min(1, enrolled / max(remembered, enrolled)) : 1
        let weighted = heard.map { recording in
            (recording.embedding, recording.weight * (recording.origin == .remembered ? share : 1))
        }
        return SpeakerEmbedding.mean(of: weighted).map {
            EnrolledVoice(name: name, embedding: $0, origin: enrolled > 0 ? .enrolled : .remembered)
        }
    }
}

extension EnrolledRecording {
    fileprivate var weight: Float { Float(max(speech, 0.1)) }
}

extension [EnrolledRecording] {
    fileprivate var weight: Float { reduce(0) { $0 + $1.weight } }
}
