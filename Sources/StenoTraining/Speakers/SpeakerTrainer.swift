package import Foundation
import StenoAudio
import StenoFeatures
package import StenoKernels
import StenoNN
package import StenoSpeakers
import StenoTensor

/// Trains a speaker network to tell the voices of a set apart, so that it can tell apart others.
package struct SpeakerTrainer: StepTrainer {
    private let recipe: SpeakerRecipe
    private let folder: URL
    private let workers: Workers
    private let learner: SpeakerLearner
    private var optimizer: any Optimizer

    /// Computes the band energies of all recordings.
    package init(_ recipe: SpeakerRecipe, in folder: URL, workers: Workers) throws {
        (self.recipe, self.folder, self.workers) = (recipe, folder, workers)
        let bands = try BandEnergies(count: recipe.network.melBins)
        let pool = try SpeakerFeaturePool(recipe, in: folder, bands: bands, workers: workers)
        var random = SeededGenerator(seed: recipe.seed)
        learner = try SpeakerLearner(
            pool: pool, network: SpeakerNetwork(recipe.network, using: &random),
            classes: Parameter(
                .normal([pool.classCount, recipe.network.embeddingWidth], deviation: 1, using: &random)),
            scene: SpeakerScene(
                recipe.augmentation, in: folder, bands: bands, seed: recipe.seed, workers: workers))
        optimizer = recipe.optimizer.makeOptimizer(
            for: learner.network.namedParameters() + [(name: "classes", parameter: learner.classes)])
    }

    package var summary: String {
        "\(learner.network.parameterCount) parameters; training to tell \(learner.pool.classCount) voices apart"
    }

    package mutating func step(_ number: Int) throws(TrainingError) -> (loss: Double, seconds: Double) {
        var random = SeededGenerator(seed: recipe.seed).fork(number)
        let part = Double(number) / Double(recipe.steps)
        let loss = AngularMarginLoss(margin: recipe.margin.margin(at: part), scale: recipe.margin.scale)
        let plan = makePlan(using: &random)
        let shares = run(plan, loss)
        let (gradients, total) = try shares.total(step: number, of: "voices drawn at random")
        let rate = recipe.schedule.rate(at: TrainingProgress(step: number, epoch: part, epochs: 1))
        optimizer.step(gradients, times: recipe.optimizer.clippingFactor(norm: gradients.norm), rate: rate)
        return (total, plan.seconds)
    }

    private func makePlan(using random: inout SeededGenerator) -> SpeakerLearner.Plan {
        let bounds = recipe.exampleSeconds.map(log)
        let seconds = exp(Double.random(in: bounds[0]...bounds[1], using: &random))
        let steps = Int(seconds / SpeakerNetwork.secondsPerStep) + learner.network.context
        let length = Double(steps) * SpeakerNetwork.secondsPerStep
        let count = max(2 * recipe.shards, Int(recipe.secondsPerStep / length))
        return SpeakerLearner.Plan(
            seeds: (0..<count).map { _ in random.next() }, frames: steps * SpeakerNetwork.framesPerStep)
    }

    private func run(_ plan: SpeakerLearner.Plan, _ loss: AngularMarginLoss) -> [StepShare] {
        let size = (plan.seeds.count + recipe.shards - 1) / recipe.shards
        let shares = stride(from: 0, to: plan.seeds.count, by: size).map {
            Array(plan.seeds[$0..<min($0 + size, plan.seeds.count)])
        }
        let learner = learner
        return parallelMap(shares, on: workers) { learner.learn(from: $0, of: plan, loss) }
    }
}

// MARK: - Checkpoints

extension SpeakerTrainer {
    private static let (networkHeading, classesHeading, optimizerHeading) = ("model", "classes", "optimizer")

    package func save(into checkpoint: inout Checkpoint) {
        checkpoint.add(learner.network.weights, under: Self.networkHeading)
        checkpoint.add(["weight": learner.classes.value], under: Self.classesHeading)
        checkpoint.add(optimizer.state, under: Self.optimizerHeading)
    }

    package mutating func restore(_ checkpoint: Checkpoint) {
        learner.network.weights = checkpoint.tensors(under: Self.networkHeading)
        checkpoint.tensors(under: Self.classesHeading)["weight"].map { learner.classes.value = $0 }
        optimizer.state = checkpoint.tensors(under: Self.optimizerHeading)
    }
}

// MARK: - The model

extension SpeakerTrainer {
    /// Measures what similarities mean on voices that were not trained on, and writes the model: what goes into a
    /// bundle as its folder `speaker`.
    package func finish(in run: RunFolder, _ provenance: Provenance, elapsed: Duration) throws
        -> SpeakerTrainingOutcome
    {
        let voices = try VoiceSet(manifests: recipe.development.map(folder.resolving))
        let (model, outcome) = try SpeakerEmbedder(
            networks: SpeakerEnsemble(members: [learner.network]),
            configuration: SpeakerModelConfiguration(network: recipe.network, similarity: .unmeasured)
        ).measured(on: voices)
        try model.save(to: run.model)
        let card = SpeakerModelCard(
            recipe: recipe, provenance: provenance, outcome: outcome, elapsed: elapsed,
            classes: learner.pool.classCount, parameters: learner.network.parameterCount)
        try run.write(Data(card.text.utf8), to: run.model.appending(path: "README.md"))
        return outcome
    }
}

extension SpeakerEmbedder {
    /// The same model, whose similarities mean what they do on voices that it was not trained on, and how well it tells
    /// those apart.
    package func measured(
        on voices: VoiceSet
    ) throws -> (model: SpeakerEmbedder, outcome: SpeakerTrainingOutcome) {
        let trials = try SpeakerTrials(of: voices, by: self)
        var configuration = configuration
        configuration.similarity = trials.scale
        var model = try SpeakerEmbedder(networks: networks, configuration: configuration)
        model.activity = activity
        let errors = SpeakerTrials.pieceSeconds.map { ($0, trials.equalErrorRate(seconds: $0)) }
        return (model, SpeakerTrainingOutcome(errors: errors))
    }
}

/// How well voices are told apart that were not trained on.
package struct SpeakerTrainingOutcome: StepOutcome {
    /// The equal error rate of pairs of pieces of development voices, by the seconds of speech in each piece.
    package let errors: [(seconds: Double, rate: Double)]

    package var text: String {
        "dev EER "
            + errors.map { String(format: "%.1f %% at %.1f s", 100 * $0.rate, $0.seconds) }.joined(
                separator: ", ")
    }
}

extension SimilarityScale {
    /// What stands in until development voices have been heard.
    fileprivate static let unmeasured = SimilarityScale(
        points: [Point(seconds: 1, same: 1, different: 0, deviation: 1)])
}
