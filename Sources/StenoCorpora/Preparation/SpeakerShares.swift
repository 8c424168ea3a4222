import StenoRandom
import StenoTranscript

/// How much speech goes to `dev` and `test` when a corpus has no parts of its own; the rest is `train`.
///
/// Whole speakers move, in an order that depends on their names and the seed only, until each share is reached, so
/// no voice is in two parts. A corpus of one speaker, or of unnamed ones, is divided by utterance.
package struct SpeakerShares: Hashable, Sendable {
    /// The share of the speech that is `dev`, from 0 to 1.
    package var dev: Double

    /// The share of the speech that is `test`, from 0 to 1.
    package var test: Double

    package var seed: UInt64

    package init(dev: Double = 0.05, test: Double = 0.05, seed: UInt64 = 1) {
        precondition(dev >= 0 && test >= 0 && dev + test < 1, "dev and test leave nothing to train on")
        self.dev = dev
        self.test = test
        self.seed = seed
    }

    /// The part of each utterance, by index.
    package func parts(of utterances: [Utterance]) -> [String] {
        let groups = groups(of: utterances)
        let total = utterances.reduce(0) { $0 + $1.duration.inSeconds }
        var parts = [String](repeating: "train", count: utterances.count)
        var order = groups.sorted {
            ($0.key.hashed(seed: seed), $0.key) < ($1.key.hashed(seed: seed), $1.key)
        }[...]
        for (part, share) in [("dev", dev), ("test", test)] where share > 0 {
            var held = 0.0
            // The last group is never taken: a model needs something to train on.
            while held < share * total, order.count > 1, let (_, members) = order.popFirst() {
                for index in members {
                    parts[index] = part
                    held += utterances[index].duration.inSeconds
                }
            }
        }
        return parts
    }

    /// The utterances of each speaker; of a single speaker or of none, each by itself.
    private func groups(of utterances: [Utterance]) -> [String: [Int]] {
        let speakers = Set(utterances.map(\.speaker))
        return Dictionary(grouping: utterances.indices) { index in
            speakers.count > 1
                ? utterances[index].speaker?.rawValue ?? utterances[index].id : utterances[index].id
        }
    }
}
