import FoundationEssentials
import StenoAudio
import StenoCorpora
import StenoTensor
import StenoTranscript

/// A stretch of a recording in which one known person speaks.
struct VoicedUtterance: Hashable, Sendable {
    let audio: URL
    let offset: Duration
    let duration: Duration
    let speaker: SpeakerID

    init?(_ utterance: Utterance) {
        guard let speaker = utterance.speaker else { return nil }
        (audio, offset, duration, self.speaker) = (utterance.audio, utterance.offset, utterance.duration, speaker)
    }

    /// Where the utterance lies in its recording; never empty unless the recording is.
    func samples(in recording: AudioBuffer) -> Range<Int> {
        let rate = recording.sampleRate
        let start = min(rate.samples(in: offset), max(0, recording.samples.count - 1))
        return start..<min(recording.samples.count, max(start + 1, start + rate.samples(in: duration)))
    }
}

/// The utterances of some voices, to be drawn from at random.
struct VoiceSet: Sendable {
    /// By name; the position of a voice is its class.
    let speakers: [SpeakerID]
    private let utterances: [[VoicedUtterance]]
    /// Sums of the voices' weights up to each.
    private let cumulative: [Double]

    /// - Throws: `TrainingError.noUtterances` where no line names a speaker.
    init(manifests: [URL]) throws {
        let all = try manifests.flatMap { try ManifestReader.utterances(in: $0) }.compactMap(VoicedUtterance.init)
        guard !all.isEmpty else {
            throw TrainingError.noUtterances(
                manifest: manifests.map(\.path).joined(separator: ", "), reason: "no line has a \"speaker\"")
        }
        let bySpeaker = Dictionary(grouping: all, by: \.speaker)
        speakers = bySpeaker.keys.sorted()
        utterances = speakers.map { bySpeaker[$0] ?? [] }
        var sum = 0.0
        cumulative = utterances.map { said in
            // Voices with much speech are drawn more often, but not in proportion: ten minutes teach less than sixty
            // times what ten seconds do.
            sum += said.reduce(0) { $0 + $1.duration.inSeconds }.squareRoot()
            return sum
        }
    }

    /// A random utterance of a random voice.
    func draw(using random: inout SeededGenerator) -> (speaker: Int, utterance: VoicedUtterance) {
        let point = Double.random(in: 0..<(cumulative.last ?? 1), using: &random)
        let speaker = cumulative.firstIndex { $0 > point } ?? 0
        let said = utterances[speaker]
        return (speaker, said[Int.random(in: 0..<said.count, using: &random)])
    }

    /// The utterances of one voice.
    func utterances(of speaker: Int) -> [VoicedUtterance] {
        utterances[speaker]
    }
}
