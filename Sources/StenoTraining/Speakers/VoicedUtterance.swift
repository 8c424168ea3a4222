package import FoundationEssentials
import StenoAudio
import StenoCorpora
import StenoTensor
package import StenoTranscript

/// A stretch of a recording in which one known person speaks.
package struct VoicedUtterance: Hashable, Sendable {
    package let audio: URL
    let offset: Duration
    let duration: Duration
    let speaker: SpeakerID
    /// What else of the same voice was recorded in one go with it, such as a chapter; empty where the corpus does not say.
    package let session: String

    init?(_ utterance: Utterance) {
        guard let speaker = utterance.speaker else { return nil }
        (audio, offset, duration, self.speaker, session) = (
            utterance.audio, utterance.offset, utterance.duration, speaker, utterance.session ?? ""
        )
    }

    /// Its samples, one channel.
    func speech(at rate: SampleRate) throws(AudioError) -> AudioBuffer {
        var reader = try AudioReader(at: audio, sampleRate: rate)
        return try reader.readAll().excerpt(from: offset, lasting: duration)
    }
}

/// The utterances of some voices.
package struct VoiceSet: Sendable {
    /// By name; the position of a voice is its number.
    package let speakers: [SpeakerID]
    private let utterances: [[VoicedUtterance]]

    /// - Throws: `TrainingError.noUtterances` where no line names a speaker.
    package init(manifests: [URL]) throws {
        let all = try manifests.flatMap { try ManifestReader.utterances(in: $0) }.compactMap(
            VoicedUtterance.init)
        guard !all.isEmpty else {
            throw TrainingError.noUtterances(
                manifest: manifests.map(\.path).joined(separator: ", "), reason: "no line has a \"speaker\"")
        }
        let bySpeaker = Dictionary(grouping: all, by: \.speaker)
        speakers = bySpeaker.keys.sorted()
        utterances = speakers.map { bySpeaker[$0] ?? [] }
    }

    /// Utterances of one voice in random order, of its sessions by turns, as many as last so many seconds together.
    package func utterances(of voice: Int, lasting seconds: Double, seed: UInt64) -> [VoicedUtterance] {
        var random = SeededGenerator(seed: seed).fork(voice)
        var rest = seconds
        let sessions = Dictionary(grouping: utterances[voice], by: \.session).sorted { $0.key < $1.key }
            .map { $0.value.shuffled(using: &random) }
        let longest = sessions.lazy.map(\.count).max() ?? 0
        let turns = (0..<longest).flatMap { turn in sessions.compactMap { $0.dropFirst(turn).first } }
        return Array(
            turns.prefix { utterance in
                defer { rest -= utterance.duration.inSeconds }
                return rest > 0
            })
    }
}
