package import Foundation
package import StenoKernels
import StenoNN
import StenoTensor

/// A recipe of a training that is counted in steps of the optimizer, not in epochs: its examples are drawn at random
/// without end.
package protocol StepRecipe: RecipeDocument, Equatable {
    /// Manifests with the field `speaker`.
    var training: [String] { get }
    /// Manifests of voices that are not trained on: errors are measured on them.
    var development: [String] { get }
    /// Seconds of speech that are used of each voice.
    var secondsPerVoice: Double { get }
    /// Optimizer steps.
    var steps: Int { get }
    /// In how many shares each step is computed. A part of the result, unlike the number of threads that compute them:
    /// sums of floats depend on their order.
    var shards: Int { get }
    /// A checkpoint is written after so many steps.
    var checkpointSteps: Int { get }
    /// Seconds of audio in a step, shared by as many examples as fit.
    var secondsPerStep: Double { get }
    var optimizer: OptimizerRecipe { get }
    var augmentation: VoiceAugmentation { get }
}

extension StepRecipe {
    /// Notes the values, of those that all such recipes have, that no training can use.
    func checkSteps(_ check: inout RangeCheck) {
        check.require(!training.isEmpty, "training", training, "at least one manifest")
        check.require(!development.isEmpty, "development", development, "at least one manifest")
        check.require(steps > 0, "steps", steps, "above 0")
        check.require(shards > 0, "shards", shards, "above 0")
        check.require(checkpointSteps > 0, "checkpoint_steps", checkpointSteps, "above 0")
        check.positive(secondsPerStep, "seconds_per_step")
        check.positive(secondsPerVoice, "seconds_per_voice")
        optimizer.check(&check)
        augmentation.check(&check)
    }
}

/// What such a training learns, step by step. `StepRun` sees to the folder, the checkpoints and the reports.
package protocol StepTrainer {
    associatedtype Recipe: StepRecipe
    associatedtype Outcome: StepOutcome

    /// - Parameters:
    ///   - folder: Where relative paths of the recipe start.
    ///   - workers: How many threads share the work; changes the speed only.
    init(_ recipe: Recipe, in folder: URL, workers: Workers) throws

    /// How many numbers are learned, and from what.
    var summary: String { get }

    /// One step of the optimizer. What it learns from depends on its number only.
    ///
    /// - Parameter number: From 1 to the recipe's steps.
    /// - Returns: The mean loss, natural log, and the seconds of audio it was taken over.
    /// - Throws: `TrainingError.diverged`.
    mutating func step(_ number: Int) throws(TrainingError) -> (loss: Double, seconds: Double)

    /// Puts everything the next step depends on into a checkpoint.
    func save(into checkpoint: inout Checkpoint)

    mutating func restore(_ checkpoint: Checkpoint)

    /// Measures what was learned on development data and writes the model.
    func finish(in run: RunFolder, _ provenance: Provenance, elapsed: Duration) throws -> Outcome
}

/// What one worker found in its part of a step.
struct StepShare: Sendable {
    var gradients: Gradients
    var tape: Tape
    /// The worker's part of the mean loss of the step.
    var loss: Double
}

extension [StepShare] {
    /// The gradients and the loss of the whole step. What the shares' norms have observed is taken over.
    ///
    /// - Throws: `TrainingError.diverged` for a loss that is no number.
    func total(step: Int, of examples: String) throws(TrainingError) -> (gradients: Gradients, loss: Double) {
        var gradients = Gradients()
        var loss = 0.0
        for share in self {
            gradients += share.gradients
            share.tape.applyObservations()
            loss += share.loss
        }
        guard loss.isFinite else { throw .diverged(step: step, utterances: [examples]) }
        return (gradients, loss)
    }
}

/// What came out of a training.
package protocol StepOutcome: Sendable {
    /// The figures in one line, for a person who watched.
    var text: String { get }
}

/// What such a training tells whoever watches it.
package enum StepEvent<Outcome: StepOutcome>: Sendable {
    case began(summary: String)
    case steps(StepProgress)
    case finished(Outcome, elapsed: Duration)
}

/// How the training stands.
package struct StepProgress: Sendable {
    package var step: Int
    package var steps: Int
    /// The mean loss since the last report, natural log.
    package var loss: Double
    /// Seconds of training audio used in each second of the clock.
    package var speed: Double
    /// The time all steps would still take at this speed.
    package var timeLeft: Duration
}
