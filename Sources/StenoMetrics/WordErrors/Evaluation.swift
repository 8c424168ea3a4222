/// The recognition of a test set, scored.
package struct Evaluation: Sendable {
    package let utterances: [ScoredUtterance]

    package init(_ utterances: [ScoredUtterance]) {
        self.utterances = utterances
    }

    /// Word errors of all utterances together; its rate is the WER.
    package var words: EditCounts {
        utterances.lazy.map(\.words).sum
    }

    /// Character errors of all utterances together; its rate is the CER.
    package var characters: EditCounts {
        utterances.lazy.map(\.characters).sum
    }

    /// The share of utterances with an error.
    package var utteranceErrorRate: Double {
        utterances.isEmpty ? 0 : Double(utterances.count { $0.words.errors > 0 }) / Double(utterances.count)
    }

    /// The interval in which the WER of such utterances lies 95 times of 100: utterances are drawn with replacement
    /// (Bisani and Ney 2004).
    package func wordErrorInterval(resamples: Int = 1000, seed: UInt64 = 1) -> ClosedRange<Double> {
        Bootstrap(resamples: resamples, seed: seed)
            .interval(of: utterances.count) { sample in
                sample.lazy.map { utterances[$0].words }.sum.rate
            }
    }

    /// An evaluation for each value that a key has, sorted by it; utterances without one are left out.
    package func grouped(by key: (ScoredUtterance) -> String?) -> [(name: String, evaluation: Evaluation)] {
        var groups: [String: [ScoredUtterance]] = [:]
        for utterance in utterances {
            if let name = key(utterance) { groups[name, default: []].append(utterance) }
        }
        return groups.sorted { $0.key < $1.key }.map { ($0.key, Evaluation($0.value)) }
    }

    /// The utterances with the most word errors, most first.
    package func worst(_ count: Int) -> [ScoredUtterance] {
        Array(utterances.sorted { ($1.words.errors, $0.id) < ($0.words.errors, $1.id) }.prefix(count))
    }
}
