/// What the training of a speaker model tells whoever watches it.
package enum SpeakerTrainingEvent: Sendable {
    case began(parameters: Int, classes: Int, steps: Int)
    case steps(SpeakerTrainingProgress)
    case finished(SpeakerTrainingResult)
}

/// How the training of a speaker model stands.
package struct SpeakerTrainingProgress: Sendable {
    package var step: Int
    package var steps: Int
    /// The mean loss since the last report, natural log.
    package var loss: Double
    /// Seconds of training audio used in each second of the clock.
    package var speed: Double
    /// The time all steps would still take at this speed.
    package var timeLeft: Duration
}

/// What came out.
package struct SpeakerTrainingResult: Sendable {
    /// The equal error rate of pairs of pieces of development voices, by the seconds of speech in each piece.
    package var errors: [(seconds: Double, rate: Double)]
    package var elapsed: Duration
}
