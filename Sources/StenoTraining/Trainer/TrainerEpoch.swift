import FoundationEssentials
import StenoTensor

extension Trainer {
    /// Goes through the batches of an epoch that are still to be done.
    mutating func trainEpoch(_ clock: inout RunClock, _ observe: (TrainingEvent) -> Void) throws {
        let plan = EpochPlan(setup.training.utterances, recipe: recipe, epoch: state.epoch)
        let group = recipe.batches.accumulate
        var interval = StepInterval()
        clock.begin(audio: plan.seconds(from: state.batch))
        while state.batch < plan.batches.count {
            let batches = state.batch..<min(state.batch + group, plan.batches.count)
            let result = step(batches, plan)
            let examples = plan.batches[batches].joined()
            try check(result, examples.map { plan.examples[$0] })
            if !result.leftOut.isEmpty { observe(.leftOut(result.leftOut)) }
            interval.add(result)
            clock.add(audio: examples.reduce(0) { $0 + plan.durations[$1] })
            try report(&interval, plan, clock, observe)
        }
    }

    private mutating func step(_ batches: Range<Int>, _ plan: EpochPlan) -> StepResult {
        state.step += 1
        var result = StepResult()
        for (index, batch) in batches.enumerated() {
            let seed = SeededGenerator(seed: recipe.seed).fork(state.step).fork(4).fork(index)
            let next = batch + 1 < plan.batches.count ? self.batch(batch + 1, plan) : nil
            learner.add(self.batch(batch, plan), next: next, seed: seed, to: &result)
        }
        state.batch += batches.count
        learner.step(rate: recipe.schedule.rate(at: progress(plan)), result: &result)
        state.epochLoss += result.losses.reduce(0, +)
        state.epochUtterances += result.losses.count
        return result
    }

    private func batch(_ index: Int, _ plan: EpochPlan) -> Batch {
        Batch(
            epoch: state.epoch, examples: plan.batches[index].map { (place: $0, example: plan.examples[$0]) })
    }

    private func progress(_ plan: EpochPlan) -> TrainingProgress {
        TrainingProgress(
            step: state.step, epoch: Double(state.epoch) + Double(state.batch) / Double(plan.batches.count),
            epochs: recipe.training.epochs, developmentErrors: state.history.map(\.errorRate))
    }

    /// So many steps in a row without a gradient that is a number are no accident.
    private static var brokenStepsAllowed: Int { 10 }

    private mutating func check(_ result: StepResult, _ examples: [TrainingExample]) throws {
        state.brokenSteps = result.gradientNorm == nil ? state.brokenSteps + 1 : 0
        guard state.brokenSteps >= Self.brokenStepsAllowed else { return }
        let names = examples.prefix(3).compactMap { $0.utterances.first }.map { index in
            let utterance = setup.training.utterances[index]
            return "\(utterance.manifest.lastPathComponent):\(utterance.line)"
        }
        throw TrainingError.diverged(step: state.step, utterances: names)
    }

    private mutating func report(
        _ interval: inout StepInterval, _ plan: EpochPlan, _ clock: RunClock,
        _ observe: (TrainingEvent) -> Void
    ) throws {
        observe(.step(interval.report(self, batches: plan.batches.count, clock: clock)))
        // The end of the epoch writes its own checkpoint.
        let savesCheckpoint =
            state.step.isMultiple(of: recipe.training.checkpointSteps) && state.batch < plan.batches.count
        // An interval never spans a checkpoint, so that a resumed run writes the same records.
        if savesCheckpoint || state.step.isMultiple(of: recipe.training.logSteps) {
            try write(interval.record(step: state.step, epoch: state.epoch + 1, clock: clock), clock)
            interval = StepInterval()
        }
        if savesCheckpoint { try saveCheckpoint() }
    }

    func write(_ record: MetricsRecord, _ clock: RunClock) throws {
        try run.metrics.append(record)
        try events?.append(
            record.values.merging(record.timing) { value, _ in value }, step: record.step, at: clock.now())
    }
}
