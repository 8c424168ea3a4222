import StenoTranscript

/// A conversation of synthetic people: every word is half a second of one of them.
struct SyntheticConversation {
    var samples: [Float] = SyntheticSpeech.pause(seconds: 0.5)
    var words: [Word] = []
    var people: [Int] = []

    /// Adds turns of some words each, with half a second of pause between them.
    init(turns: [(person: Int, words: Int)]) {
        for (turn, (person, count)) in turns.enumerated() {
            for word in 0..<count {
                let start = Duration.seconds(Double(samples.count) / 16_000)
                samples += SyntheticSpeech.samples(
                    of: SyntheticSpeech.people[person], seconds: 0.5, seed: UInt64(10 * turn + word))
                words.append(
                    Word(text: "w", time: TimeRange(start: start, end: start + .milliseconds(500))))
                people.append(person)
                samples += SyntheticSpeech.pause(seconds: 0.1)
            }
            samples += SyntheticSpeech.pause(seconds: 0.5)
        }
    }
}
