/// What happened in the steps since the last line of metrics.
struct StepInterval {
    private var loss = 0.0
    private var utterances = 0
    private var learningRate = 0.0
    private var gradientNorms: [Double] = []

    mutating func add(_ step: StepResult) {
        loss += step.losses.reduce(0, +)
        utterances += step.losses.count
        learningRate = step.learningRate
        if let norm = step.gradientNorm { gradientNorms.append(Double(norm)) }
    }

    private var meanLoss: Double { loss / Double(max(utterances, 1)) }
    private var meanNorm: Double { gradientNorms.reduce(0, +) / Double(max(gradientNorms.count, 1)) }

    func record(step: Int, epoch: Int, clock: RunClock) -> MetricsRecord {
        MetricsRecord(
            event: .steps, step: step, epoch: epoch,
            values: ["loss": meanLoss, "learning_rate": learningRate, "gradient_norm": meanNorm],
            timing: ["audio_seconds_per_second": clock.speed, "elapsed_seconds": clock.elapsedSeconds])
    }

    func report(_ trainer: Trainer, batches: Int, clock: RunClock) -> StepReport {
        let state = trainer.state
        return StepReport(
            step: state.step, epoch: state.epoch + 1, batch: state.batch, batches: batches, loss: meanLoss,
            learningRate: learningRate, gradientNorm: meanNorm, speed: clock.speed,
            timeLeft: clock.timeLeft(epochs: trainer.recipe.training.epochs - state.epoch - 1))
    }
}
