import StenoRandom
import StenoTranscript

/// How connected digits are made: strings of one speaker's recordings, joined with pauses.
package struct DigitStrings: Hashable, Sendable {
    /// The number of strings.
    package var count: Int

    /// Digits in a string, each number as likely as the others.
    package var length: ClosedRange<Int> = 1...10

    /// Silence between two recordings, beside what they bring along.
    package var pause: ClosedRange<Duration> = .milliseconds(50)...(.milliseconds(500))

    /// Silence before the first and after the last recording.
    package var edge: ClosedRange<Duration> = .milliseconds(100)...(.milliseconds(500))

    package init(count: Int) {
        self.count = count
    }

    /// The strings as named tracks, speaker after speaker in turn.
    ///
    /// - Parameter digits: Recordings of one part; every one is used before any is used twice.
    func tracks(
        of digits: [SpokenDigit], random: inout SeededGenerator,
        _ body: (String, DigitTrack) throws(CorpusError) -> Void
    ) throws(CorpusError) {
        var decks = Dictionary(grouping: digits, by: \.speaker).mapValues(Deck.init)
        let speakers = decks.keys.sorted()
        for number in 0..<count {
            let speaker = speakers[number % speakers.count]
            let dealt = decks[speaker]?.deal(random.integer(in: length), using: &random) ?? []
            try body("\(number.padded(to: 4))_\(speaker)", track(of: dealt, using: &random))
        }
    }

    private func track(of digits: [SpokenDigit], using random: inout SeededGenerator) -> DigitTrack {
        var track = DigitTrack(for: digits, using: &random)
        track.pause(random.duration(in: edge), using: &random)
        for (place, digit) in digits.enumerated() {
            if place > 0 { track.pause(random.duration(in: pause), using: &random) }
            track.append(digit)
        }
        track.pause(random.duration(in: edge), using: &random)
        return track
    }
}

extension Int {
    /// The digits, with zeros before them up to `width`.
    func padded(to width: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
    }
}
