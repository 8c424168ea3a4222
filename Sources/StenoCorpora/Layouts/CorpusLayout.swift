package import FoundationEssentials
package import StenoJSON
package import StenoTranscript

/// A way a corpus lies on disk: how to find its recordings, transcripts and speakers.
///
/// A layout reads transcripts and lists only; audio is opened, and everything checked, by ``CorpusPreparer``.
package protocol CorpusLayout: Sendable {
    /// What the folder says it holds, in an order that depends on names only.
    func listing(of folder: URL) throws(CorpusError) -> CorpusListing
}

/// What a corpus says about one utterance, before its audio has been opened.
package struct CorpusEntry: Hashable, Sendable {
    package var id: String
    package var audio: URL

    /// The part of the recording that is the utterance; nil for all of it.
    package var segment: TimeRange?

    /// How long the corpus says the recording lasts, to be compared with the recording.
    package var recordingDuration: Duration?

    /// The transcript as the corpus spells it; nil where nothing is said by design, as in a recording of noise.
    package var text: String?

    package var speaker: SpeakerID?

    /// The part of the corpus it belongs to, when the corpus has parts.
    package var split: String?

    /// What else the corpus tells, such as gender and accent; it goes to the manifest as it is.
    package var extra: [String: JSONValue]

    package init(
        id: String, audio: URL, segment: TimeRange? = nil, recordingDuration: Duration? = nil, text: String?,
        speaker: SpeakerID? = nil, split: String? = nil, extra: [String: JSONValue] = [:]
    ) {
        self.id = id
        self.audio = audio
        self.segment = segment
        self.recordingDuration = recordingDuration
        self.text = text
        self.speaker = speaker
        self.split = split
        self.extra = extra
    }
}

/// All entries of a corpus, and what could not become one.
package struct CorpusListing: Hashable, Sendable {
    package var entries: [CorpusEntry] = []
    package var leftOut: [LeftOut]

    package init(entries: [CorpusEntry] = [], leftOut: [LeftOut] = []) {
        self.entries = entries
        self.leftOut = leftOut
    }
}

/// Something in a corpus that is not in its manifests.
package struct LeftOut: Hashable, Sendable {
    package enum Reason: String, Hashable, Sendable, CaseIterable {
        case badName = "name not of this corpus"
        case badLine = "line cannot be read"
        case duplicateID = "id used before"
        case missingAudio = "audio missing"
        case unreadableAudio = "audio cannot be opened"
        case emptyAudio = "audio without samples"
        case truncatedAudio = "audio cut off"
        case wrongDuration = "duration not the recording's"
        case outsideRecording = "segment outside its recording"
        case missingText = "no transcript"
        case emptyText = "nothing to read in the transcript"
        case foreignCharacter = "character outside the alphabet"
        case unlistedSpeaker = "speaker in no list"
        case notScored = "marked as not to be scored"
        case notAskedFor = "word not asked for"
        case notAFile = "audio is not a file"
        case oneOfSeveralChannels = "one channel of several"
    }

    /// The utterance, or the file when there is no utterance.
    package var name: String
    package var reason: Reason

    /// The fact: which character, how long, what the error said.
    package var detail: String

    package init(_ name: String, _ reason: Reason, _ detail: String = "") {
        self.name = name
        self.reason = reason
        self.detail = detail
    }
}
