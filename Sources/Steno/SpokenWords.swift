import StenoSpeakers
import StenoTranscript

/// Tells a recognizer where nobody speaks: drops words that nobody said, which it reads into a door, a dog or music, and
/// lets a segment end only where the voice does.
struct SpokenWords: Sendable {
    /// Soft words of people the detector hardly knows stay below one half: of 5,444 digits over a telephone 8 were lost at
    /// 0.5, and 2 are at 0.3, for a quarter more words read into noise.
    private static let leastProbability: Float = 0.3

    private var history: SpeechHistory?

    /// - Parameter detector: `nil` to believe every word.
    init(_ detector: VoiceActivityDetector?) {
        history = detector.map { SpeechHistory($0) }
    }

    mutating func accept(_ heard: HeardBands) {
        history?.accept(heard)
    }

    /// How long nobody had spoken at a time of the stream; `nil` where nobody listens.
    func quiet(at time: Duration) -> Duration? {
        history?.quiet(at: time)
    }

    /// - Parameter end: What was heard later is left out.
    func isSpoken(_ word: Word, until end: Duration) -> Bool {
        guard let history else { return true }
        return history.probability(in: word.time, until: end) > Self.leastProbability
    }
}

extension Segment {
    /// The segment without the words that nobody said; `nil` where none is left.
    func spoken(by voices: SpokenWords, until end: Duration) -> Segment? {
        let said = words.filter { voices.isSpoken($0, until: end) }
        guard said.count < words.count else { return self }
        return said.isEmpty ? nil : Segment(id: id, speaker: speaker, words: said)
    }
}
