import FoundationEssentials
import StenoAudio
import StenoTranscript

/// Collects tracks as one part: `NAME.jsonl` with the audio in `NAME/`, and the truth about words, turns and speakers
/// in `NAME.ctm`, `NAME.stm` and `NAME.rttm`.
struct DigitTrackWriter {
    let name: String
    let folder: URL
    private(set) var utterances: [Utterance] = []
    private(set) var speakers: Set<SpeakerID> = []
    private var references: [TranscriptFormat: String] = [:]

    init(name: String, folder: URL) {
        self.name = name
        self.folder = folder
    }

    mutating func add(_ id: String, _ track: DigitTrack) throws(CorpusError) {
        let audio = folder.appending(path: "\(name)/\(id).flac")
        try write(track.audio, to: audio)
        let transcript = track.transcript
        let present = Set(track.words.compactMap(\.speaker))
        speakers.formUnion(present)
        utterances.append(
            Utterance(
                id: id, audio: audio, duration: track.audio.duration, text: transcript.text,
                speaker: present.count == 1 ? present.first : nil))
        for format in [TranscriptFormat.ctm, .stm, .rttm] {
            references[format, default: ""] += transcript.formatted(as: format, recording: id)
        }
    }

    /// Writes the manifest and the references.
    func finish() throws(CorpusError) {
        try ManifestWriter.write(utterances, to: folder.appending(path: "\(name).jsonl"))
        for (format, text) in references {
            try Data(text.utf8).replace(folder.appending(path: "\(name).\(format.rawValue)"))
        }
    }

    private func write(_ audio: AudioBuffer, to file: URL) throws(CorpusError) {
        do {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try audio.write(to: file, as: .flac)
        } catch {
            throw CorpusError(file, "cannot be written: \(error)", remedy: "Choose a folder with room.")
        }
    }
}

extension DigitTrack {
    /// What the track says: a segment for each turn.
    var transcript: Transcript {
        var segments: [Segment] = []
        for word in words {
            if let last = segments.last, last.speaker == word.speaker {
                segments[segments.count - 1].words.append(word)
                segments[segments.count - 1].time = last.time.union(word.time)
            } else {
                segments.append(
                    Segment(id: segments.count, time: word.time, speaker: word.speaker, words: [word]))
            }
        }
        return Transcript(duration: audio.duration, segments: segments)
    }
}
