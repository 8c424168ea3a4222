import FoundationEssentials
import StenoAudio
import StenoTranscript

/// Turns what a corpus says into utterances a model can be trained on, or into the reason why not.
struct EntryCheck {
    /// By how much a stated time may miss the recording's: a rounded centisecond, or the padding of an MP3.
    static let tolerance = Duration.milliseconds(100)

    private var lengths: RecordingLengths
    private var ids: Set<String> = []
    private let text: TextPreparation

    init(text: TextPreparation, audio: AudioCheck) {
        lengths = RecordingLengths(check: audio)
        self.text = text
    }

    mutating func utterance(_ entry: CorpusEntry) throws(LeftOut) -> Utterance {
        guard ids.insert(entry.id).inserted else { throw LeftOut(entry.id, .duplicateID) }
        let spelling =
            if let spelled = entry.text { try text.spelling(of: spelled, for: entry.id) } else { "" }
        let time = try time(of: entry)
        return Utterance(
            id: entry.id, audio: entry.audio, offset: time.start, duration: time.duration, text: spelling,
            speaker: entry.speaker, extra: entry.extra)
    }

    /// The part of the recording that is the utterance, once the recording is found to have it.
    private mutating func time(of entry: CorpusEntry) throws(LeftOut) -> TimeRange {
        let length = try length(of: entry)
        if let stated = entry.recordingDuration, max(stated - length, length - stated) > Self.tolerance {
            throw LeftOut(
                entry.id, .wrongDuration,
                "\(stated.secondsText) s stated, \(length.secondsText) s in \(entry.audio.path)")
        }
        guard let segment = entry.segment else { return TimeRange(start: .zero, end: length) }
        guard segment.end <= length + Self.tolerance, segment.start < length else {
            throw LeftOut(
                entry.id, .outsideRecording, "\(segment) s of \(length.secondsText) s in \(entry.audio.path)")
        }
        return TimeRange(start: segment.start, end: min(segment.end, length))
    }

    private mutating func length(of entry: CorpusEntry) throws(LeftOut) -> Duration {
        do {
            return try lengths.length(of: entry.audio)
        } catch {
            throw LeftOut(entry.id, error.reason, error.detail)
        }
    }
}
