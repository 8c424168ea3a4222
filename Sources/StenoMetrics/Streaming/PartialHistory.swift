import StenoTranscript

/// What a stream showed of one segment, from its first partial to its final.
struct PartialHistory {
    /// When a word of the final text was shown for the first time at its place, and for the first time as stable.
    struct Showing {
        let word: Word
        let shown: Duration
        let stable: Duration
        let final: Duration
    }

    /// The words of the final, once it came.
    private(set) var showings: [Showing] = []
    /// How often a word was put on the screen, and how often such a word was then changed or taken away.
    private(set) var shownWords = 0
    private(set) var changedWords = 0
    /// How often a word shown as stable was not there any more; 0 if the guarantee holds.
    private(set) var brokenPromises = 0
    private var text: [String] = []
    private var stable: [String] = []
    /// For each place: the words shown there and when first.
    private var firstShown: [[String: Duration]] = []
    private var firstStable: [[String: Duration]] = []

    /// The history of each segment of a stream. Words still shown when a stream ends without their final were taken
    /// away.
    static func histories(of events: [StreamEvent]) -> [PartialHistory] {
        var (closed, open): ([PartialHistory], PartialHistory) = ([], PartialHistory())
        for event in events {
            switch event {
            case .partial(let partial, let received): open.show(partial, at: received)
            case .final(let segment, let received):
                let rest = open.close(with: segment, at: received)
                closed.append(open)
                open = rest
            case .end(_, let received):
                open.replace(by: [], at: received)
                open.keep([], at: received)
                closed.append(open)
            }
        }
        return closed
    }

    private mutating func show(_ partial: PartialResult, at received: Duration) {
        replace(by: partial.text.split(separator: " ").map(String.init), at: received)
        keep(partial.stable.split(separator: " ").map(String.init), at: received)
    }

    /// Takes the final of the first words shown.
    ///
    /// - Returns: The history of what is shown behind them: a segment that is cut where the speaker changes has several
    ///   finals.
    private mutating func close(with segment: Segment, at received: Duration) -> PartialHistory {
        let words = segment.words.map(\.text)
        replace(by: words + text.dropFirst(words.count), at: received)
        keep(words + stable.dropFirst(words.count), at: received)
        showings = segment.words.enumerated().map { place, word in
            Showing(
                word: word, shown: firstShown[place][word.text] ?? received,
                stable: firstStable[place][word.text] ?? received, final: received)
        }
        return cut(after: words.count)
    }

    /// Keeps the first words and gives away what is known of the others.
    private mutating func cut(after count: Int) -> PartialHistory {
        var rest = PartialHistory()
        rest.text = Array(text.dropFirst(count))
        rest.stable = Array(stable.dropFirst(count))
        rest.firstShown = Array(firstShown.dropFirst(count))
        rest.firstStable = Array(firstStable.dropFirst(count))
        return rest
    }

    /// Compares what is shown with what was: words that an alignment pairs with others, or with none, have changed.
    private mutating func replace(by words: [String], at received: Duration) {
        let counts = Alignment(reference: text, hypothesis: words).counts
        changedWords += counts.substitutions + counts.deletions
        shownWords += counts.substitutions + counts.insertions
        text = words
        Self.note(words, at: received, in: &firstShown)
    }

    private mutating func keep(_ words: [String], at received: Duration) {
        let kept = zip(stable, words).prefix { $0 == $1 }.count
        brokenPromises += stable.count - kept
        stable = words
        Self.note(words, at: received, in: &firstStable)
    }

    private static func note(_ words: [String], at received: Duration, in places: inout [[String: Duration]])
    {
        for (place, word) in words.enumerated() {
            if place == places.count { places.append([:]) }
            if places[place][word] == nil { places[place][word] = received }
        }
    }
}
