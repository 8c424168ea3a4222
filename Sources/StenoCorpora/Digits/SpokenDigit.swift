import FoundationEssentials
import StenoAudio
import StenoRandom
import StenoTranscript

/// A recording of one digit in memory.
struct SpokenDigit: Sendable {
    let word: String
    let speaker: SpeakerID
    let audio: AudioBuffer

    /// The samples in which the word is heard.
    let speech: Range<Int>

    /// The root mean square of the recording's quietest 10 ms.
    let quietestLevel: Float

    init(_ utterance: Utterance) throws(CorpusError) {
        guard let speaker = utterance.speaker else {
            throw CorpusError(
                utterance.audio, "has no speaker", remedy: "Name the recording digit_speaker_index.wav.")
        }
        do {
            audio = try AudioFile(at: utterance.audio).read()
        } catch {
            throw CorpusError(utterance.audio, "cannot be read: \(error)", remedy: "Restore the recording.")
        }
        word = utterance.text
        self.speaker = speaker
        speech = SpeechExtent.samples(of: audio.samples, hertz: audio.sampleRate.hertz)
        quietestLevel = SpeechExtent.quietestLevel(of: audio.samples, hertz: audio.sampleRate.hertz)
    }
}

/// The recordings of one speaker in random order, dealt until all were used, then shuffled anew: how often any two
/// were dealt differs by one at most.
struct Deck {
    let digits: [SpokenDigit]
    private var rest: [SpokenDigit] = []

    init(_ digits: [SpokenDigit]) {
        precondition(!digits.isEmpty, "a deck needs recordings")
        self.digits = digits
    }

    mutating func deal(_ count: Int, using random: inout SeededGenerator) -> [SpokenDigit] {
        (0..<count).map { _ in
            if rest.isEmpty { rest = random.shuffled(digits) }
            return rest.removeLast()
        }
    }
}
