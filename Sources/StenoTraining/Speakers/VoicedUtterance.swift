package import FoundationEssentials
import StenoAudio
import StenoCorpora
import StenoTensor
package import StenoTranscript

/// A stretch of a recording in which one known person speaks.
struct VoicedUtterance: Hashable, Sendable {
    let audio: URL
    let offset: Duration
    let duration: Duration
    let speaker: SpeakerID

    init?(_ utterance: Utterance) {
        guard let speaker = utterance.speaker else { return nil }
        (audio, offset, duration, self.speaker) = (
            utterance.audio, utterance.offset, utterance.duration, speaker
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

    /// Utterances of one voice in random order, as many as last so many seconds together.
    func utterances(of voice: Int, lasting seconds: Double, seed: UInt64) -> [VoicedUtterance] {
        var random = SeededGenerator(seed: seed).fork(voice)
        var rest = seconds
        return utterances[voice].shuffled(using: &random).prefix { utterance in
            defer { rest -= utterance.duration.inSeconds }
            return rest > 0
        }
    }
}
