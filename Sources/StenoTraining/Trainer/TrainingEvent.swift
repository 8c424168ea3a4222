/// What a training run tells whoever watches it.
package enum TrainingEvent: Sendable {
    case began(RunSummary)
    /// Utterances that will not be used.
    case leftOut([LeftOut])
    case step(StepReport)
    case epoch(EpochReport)
    /// Something a person should know, in sentences.
    case advice(String)
    case finished(TrainingResult)
}

/// What a run sets out to do.
package struct RunSummary: Sendable {
    package var parameters: Int
    package var symbols: Int
    package var trainingUtterances: Int
    package var trainingSeconds: Double
    package var developmentUtterances: Int
    package var epochs: Int
    /// Epochs that earlier parts of a resumed run have finished.
    package var epochsDone: Int
}

/// How training stands within an epoch.
package struct StepReport: Sendable {
    package var step: Int
    /// From 1.
    package var epoch: Int
    package var batch: Int
    package var batches: Int
    /// Mean loss an utterance since the last report, in nats.
    package var loss: Double
    package var learningRate: Double
    /// Length of the gradient before clipping.
    package var gradientNorm: Double
    /// Seconds of training audio used in each second of the clock.
    package var speed: Double
    /// The time all planned epochs would still take at this speed.
    package var timeLeft: Duration
}

/// How an epoch went.
package struct EpochReport: Sendable {
    package var result: EpochResult
    package var isBest: Bool
    package var speed: Double
    package var elapsed: Duration
    package var timeLeft: Duration
}

/// What came out.
package struct TrainingResult: Sendable {
    package var best: EpochResult
    /// The epochs whose weights were averaged; one when it was kept as it is.
    package var epochs: [Int]
    /// Word and character error rates of the finished model on the development set.
    package var errorRate: Double
    package var characterErrorRate: Double
    /// Of a model that says phonemes.
    package var phonemeErrorRate: Double?
    package var elapsed: Duration
}
