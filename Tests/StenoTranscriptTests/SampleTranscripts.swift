import StenoTestSupport
import StenoTranscript

/// Two people and three words, the last unsure.
let conversation = Transcript(
    duration: .milliseconds(4000), language: "en",
    segments: [
        Segment(
            id: 0, time: range(0, 1100), speaker: "theo",
            words: [
                Word(text: "two", time: range(0, 500), confidence: 0.91, speaker: "theo"),
                Word(text: "one", time: range(600, 1100), confidence: 1, speaker: "theo"),
            ], confidence: 0.95),
        Segment(
            id: 1, time: range(2000, 2345), speaker: "Anna <3",
            words: [Word(text: "R&D", time: range(2000, 2345), confidence: nil, speaker: "Anna <3")]),
    ])

func range(_ start: Int, _ end: Int) -> TimeRange {
    TimeRange(start: .milliseconds(start), end: .milliseconds(end))
}

/// A transcript as it could come out of any recognizer: any script, quotes and arrows, empty segments, unknown
/// speakers, overlap, days of time.
func randomTranscript(seed: UInt64, words wordCount: ClosedRange<Int> = 0...6) -> Transcript {
    var generator = SeededGenerator(seed: seed)
    let spellings = [
        "one", "-->", "\"two\"", "don't", "a\\b", "नमस्ते", "日本", "<unk>", "R&D", "&amp;", "e\u{301}", "👩‍👩‍👧", "42",
        "{x}",
        ";;", "NOTE", "[music]", "100%",
    ]
    let speakers: [SpeakerID?] = [nil, "theo", "anna", "Łukasz"]
    var clock = Int.random(in: 0...400_000_000, using: &generator)
    let hasSpeakers = Bool.random(using: &generator)
    let segments = (0..<Int.random(in: 0...5, using: &generator)).map { id in
        let speaker = hasSpeakers ? speakers.randomElement(using: &generator) ?? nil : nil
        let start = clock
        let words = (0..<Int.random(in: wordCount, using: &generator)).map { _ in
            let from = clock + Int.random(in: 0...300, using: &generator)
            clock = from + Int.random(in: 1...900, using: &generator)
            return Word(
                text: spellings.randomElement(using: &generator) ?? "", time: range(from, clock),
                confidence: Bool.random(using: &generator)
                    ? Double(Int.random(in: 0...10_000, using: &generator)) / 10_000 : nil,
                speaker: speaker)
        }
        clock += Int.random(in: 1...500, using: &generator)
        return Segment(id: id, time: range(start, clock), speaker: speaker, words: words, confidence: nil)
    }
    return Transcript(duration: .milliseconds(clock + 250), language: nil, segments: segments)
}
