package import Foundation
import StenoKernels

/// A training counted in steps, in a folder laid out as that of an acoustic model (`RunFolder`).
package struct StepRun<Trainer: StepTrainer> {
    private let recipe: Trainer.Recipe
    private let data: URL
    private let run: RunFolder
    private let provenance: Provenance
    private var trainer: Trainer
    private var state = TrainingState()

    /// Steps from one report to the next.
    private var reportSteps: Int { min(100, recipe.checkpointSteps) }

    /// A new run in a folder that holds none.
    ///
    /// - Parameters:
    ///   - data: The folder that relative paths of the recipe start from.
    ///   - threads: How many threads compute; changes the speed only.
    ///   - provenance: What the run folder and the model card say about how the run came about.
    package init(recipe: Trainer.Recipe, data: URL, run: RunFolder, threads: Int, provenance: Provenance)
        throws
    {
        try run.create()
        try self.init(recipe, data, run, threads, provenance)
        try run.write(recipe.json, to: run.recipe)
        try run.write(provenance.json, to: run.description)
        try run.write(Data(), to: run.metrics.file)
        try saveCheckpoint()
    }

    /// A run taken up where its last checkpoint left it, begun where there is none (`RunFolder.prepareToResume`).
    ///
    /// - Throws: `TrainingError.otherRecipe` when `recipe` is not the one the run began with, `.noCheckpoint` when
    ///   there are results but nothing to go on from.
    package init(
        resuming run: RunFolder, recipe: Trainer.Recipe, data: URL, threads: Int, provenance: Provenance
    ) throws {
        guard try run.prepareToResume() else {
            try self.init(recipe: recipe, data: data, run: run, threads: threads, provenance: provenance)
            return
        }
        try recipe.requireEqual(to: Trainer.Recipe(file: run.recipe), in: run.url)
        try self.init(recipe, data, run, threads, provenance)
        let checkpoint = try Checkpoint(file: run.checkpoint)
        state = checkpoint.state
        trainer.restore(checkpoint)
        try run.metrics.rewind(toStep: state.step)
    }

    private init(
        _ recipe: Trainer.Recipe, _ data: URL, _ run: RunFolder, _ threads: Int, _ provenance: Provenance
    ) throws {
        (self.recipe, self.data, self.run, self.provenance) = (recipe, data, run, provenance)
        trainer = try Trainer(recipe, in: data, workers: Workers(count: max(threads, 1)))
    }

    /// Trains until the recipe's steps are done, and writes the model.
    ///
    /// - Parameters:
    ///   - now: The clock that speeds and times are measured by; nothing else depends on it.
    ///   - observe: Hears how it goes, on the calling thread.
    package mutating func train(
        now: @escaping () -> Date = { Date() }, _ observe: (StepEvent<Trainer.Outcome>) -> Void
    ) throws -> Trainer.Outcome {
        observe(.began(summary: trainer.summary))
        var clock = RunClock(earlier: run.metrics.records().last?.timing["elapsed_seconds"] ?? 0, now: now)
        while state.step < recipe.steps {
            let steps = min(reportSteps - state.step % reportSteps, recipe.steps - state.step)
            observe(.steps(try advance(by: steps, &clock)))
            if state.step % recipe.checkpointSteps == 0 || state.step == recipe.steps { try saveCheckpoint() }
        }
        let outcome = try trainer.finish(in: run, provenance, elapsed: clock.elapsed)
        observe(.finished(outcome, elapsed: clock.elapsed))
        return outcome
    }

    private mutating func advance(by steps: Int, _ clock: inout RunClock) throws -> StepProgress {
        clock.begin(audio: Double(steps) * recipe.secondsPerStep)
        var loss = 0.0
        for _ in 0..<steps {
            let outcome = try trainer.step(state.step + 1)
            state.step += 1
            loss += outcome.loss
            clock.add(audio: outcome.seconds)
        }
        let progress = StepProgress(
            step: state.step, steps: recipe.steps, loss: loss / Double(steps), speed: clock.speed,
            timeLeft: clock.timeLeft(epochs: 1) * (Double(recipe.steps - state.step) / Double(steps)))
        try run.metrics.append(
            MetricsRecord(
                event: .steps, step: state.step, epoch: 0, values: ["loss": progress.loss],
                timing: ["audio_seconds_per_second": clock.speed, "elapsed_seconds": clock.elapsedSeconds]))
        return progress
    }

    private func saveCheckpoint() throws {
        var checkpoint = Checkpoint(tensors: [:], state: state)
        trainer.save(into: &checkpoint)
        try checkpoint.write(to: run.checkpoint)
    }
}
