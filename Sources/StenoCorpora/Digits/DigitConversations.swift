import StenoRandom
package import StenoTranscript

/// How conversations in digits are made: two speakers take turns, a few digits each.
package struct DigitConversations: Hashable, Sendable {
    /// The speakers to pair; every pair talks.
    package var speakers: [SpeakerID]

    /// The number of conversations of each pair.
    package var countPerPair: Int

    /// Turns in a conversation, half of them by each speaker.
    package var turns = 8

    /// Digits in a turn.
    package var length: ClosedRange<Int> = 2...5

    /// Silence between two turns, and before the first and after the last.
    package var pause: ClosedRange<Duration> = .milliseconds(200)...(.seconds(1))

    /// Silence between two recordings of a turn.
    package var breath: ClosedRange<Duration> = .milliseconds(50)...(.milliseconds(200))

    package init(speakers: [SpeakerID], countPerPair: Int) {
        self.speakers = speakers
        self.countPerPair = countPerPair
    }

    /// All pairs of speakers, each once.
    package var pairs: [(SpeakerID, SpeakerID)] {
        speakers.indices.flatMap { first in
            speakers[(first + 1)...].map { (speakers[first], $0) }
        }
    }

    /// The conversations as named tracks. Every second one of a pair is begun by the second speaker.
    func tracks(
        of digits: [SpokenDigit], random: inout SeededGenerator,
        _ body: (String, DigitTrack) throws(CorpusError) -> Void
    ) throws(CorpusError) {
        var decks = Dictionary(grouping: digits, by: \.speaker).mapValues(Deck.init)
        for pair in pairs {
            for number in 0..<countPerPair {
                let order = number % 2 == 0 ? [pair.0, pair.1] : [pair.1, pair.0]
                let dealt = (0..<turns).map { turn in
                    decks[order[turn % 2]]?.deal(random.integer(in: length), using: &random) ?? []
                }
                try body("\(pair.0)_\(pair.1)_\(number.padded(to: 2))", track(of: dealt, using: &random))
            }
        }
    }

    private func track(of turns: [[SpokenDigit]], using random: inout SeededGenerator) -> DigitTrack {
        var track = DigitTrack(for: turns.flatMap(\.self), using: &random)
        track.pause(random.duration(in: pause), using: &random)
        for turn in turns {
            for (place, digit) in turn.enumerated() {
                if place > 0 { track.pause(random.duration(in: breath), using: &random) }
                track.append(digit)
            }
            track.pause(random.duration(in: pause), using: &random)
        }
        return track
    }
}
