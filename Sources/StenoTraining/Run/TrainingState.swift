/// Where a run stands between two steps. With the weights and the optimizer's moments it decides all that follows.
package struct TrainingState: Codable, Equatable, Sendable {
    /// Optimizer steps done.
    package var step = 0
    /// The epoch under way, from 0.
    package var epoch = 0
    /// Batches of it already used.
    package var batch = 0
    /// Loss summed over the utterances of this epoch, and their number.
    package var epochLoss = 0.0
    package var epochUtterances = 0
    /// Results on the development set, one for each finished epoch.
    package var history: [EpochResult] = []
    /// Steps in a row whose loss was not a number.
    package var brokenSteps = 0

    package init() {}

    /// The epoch with the fewest errors so far, the first of equal ones.
    package var best: EpochResult? { history.min() }
}

/// What the development set said after an epoch.
package struct EpochResult: Codable, Equatable, Sendable {
    /// From 1.
    package var epoch: Int
    package var step: Int
    /// Mean training loss an utterance, in nats.
    package var trainingLoss: Double
    /// Mean development loss an utterance, in nats.
    package var loss: Double
    /// Word errors over words, as a fraction.
    package var errorRate: Double
    /// Character errors over characters, as a fraction.
    package var characterErrorRate: Double
    /// Phoneme errors over phonemes, as a fraction, of a model that says them.
    package var phonemeErrorRate: Double?

    /// What epochs are compared by: the phonemes, which such a model is recognized by, else words and characters alike. A
    /// model that says nothing yet has all words wrong, and one that has begun to spell has more than all, since it
    /// writes too many.
    package var errors: Double {
        Self.errors(words: errorRate, characters: characterErrorRate, phonemes: phonemeErrorRate)
    }

    static func errors(words: Double, characters: Double, phonemes: Double?) -> Double {
        phonemes ?? words + characters
    }
}

extension EpochResult: Comparable {
    /// The better one first.
    package static func < (a: EpochResult, b: EpochResult) -> Bool {
        (a.errors, a.loss, a.epoch) < (b.errors, b.loss, b.epoch)
    }
}
