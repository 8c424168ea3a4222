package import Foundation
import StenoAudio
import StenoFeatures
package import StenoKernels
import StenoNN
package import StenoSpeakers
import StenoTensor

/// Trains a speaker network to tell the voices of a set apart, so that it can tell apart others.
package struct SpeakerTrainer {
    private let recipe: SpeakerRecipe
    private let workers: Workers
    private let learner: SpeakerLearner
    private var optimizer: any Optimizer

    /// Computes the features of all recordings.
    ///
    /// - Parameters:
    ///   - folder: Where relative paths of the recipe start.
    ///   - workers: How many threads share the work; changes the speed only.
    package init(_ recipe: SpeakerRecipe, in folder: URL, workers: Workers) throws {
        (self.recipe, self.workers) = (recipe, workers)
        func resolve(_ paths: [String]) -> [URL] { paths.map(folder.resolving) }
        let scenes = SpeakerScenes(
            augmentation: recipe.augmentation, store: AudioStore(sampleRate: .speech, megabytes: 400),
            noises: try AudioFolder(resolve(recipe.augmentation.noise.folders)),
            rooms: try AudioFolder(resolve(recipe.augmentation.rooms.folders)))
        var options = FbankOptions()
        options.mel.binCount = recipe.network.melBins
        let pool = try SpeakerFeaturePool(
            of: VoiceSet(manifests: resolve(recipe.training)), speeds: recipe.speeds,
            most: recipe.secondsPerVoice, scenes: scenes, copies: recipe.scenes,
            features: FeatureExtractor(options), seed: recipe.seed, workers: workers)
        var random = SeededGenerator(seed: recipe.seed)
        learner = SpeakerLearner(
            pool: pool, network: SpeakerNetwork(recipe.network, using: &random),
            classes: Parameter(
                .normal([pool.classCount, recipe.network.embeddingWidth], deviation: 1, using: &random)),
            telephone: recipe.augmentation.telephone,
            telephoneBins: options.mel.bins(below: 4_000, sampleRate: options.frames.sampleRate))
        optimizer = recipe.optimizer.makeOptimizer(
            for: learner.network.namedParameters() + [(name: "classes", parameter: learner.classes)])
    }

    /// The network as it is now.
    package var network: SpeakerNetwork { learner.network }

    /// Voices times speeds.
    package var classCount: Int { learner.pool.classCount }

    /// One step of the optimizer. What it learns from depends on its number only.
    ///
    /// - Parameter number: From 1 to the recipe's steps.
    /// - Returns: The mean loss, natural log, and the seconds of speech it was taken over.
    /// - Throws: `TrainingError.diverged`.
    package mutating func step(_ number: Int) throws(TrainingError) -> (loss: Double, seconds: Double) {
        var random = SeededGenerator(seed: recipe.seed).fork(number)
        let part = Double(number) / Double(recipe.steps)
        let loss = AngularMarginLoss(margin: recipe.margin.margin(at: part), scale: recipe.margin.scale)
        let plan = makePlan(using: &random)
        let shares = run(plan, loss)
        var gradients = Gradients()
        var total = 0.0
        for share in shares {
            gradients += share.gradients
            share.tape.applyObservations()
            total += share.loss
        }
        guard total.isFinite else { throw .diverged(step: number, utterances: ["voices drawn at random"]) }
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

    private func run(_ plan: SpeakerLearner.Plan, _ loss: AngularMarginLoss) -> [SpeakerLearner.Share] {
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

    /// Everything the next step depends on.
    func save(into checkpoint: inout Checkpoint) {
        checkpoint.add(learner.network.weights, under: Self.networkHeading)
        checkpoint.add(["weight": learner.classes.value], under: Self.classesHeading)
        checkpoint.add(optimizer.state, under: Self.optimizerHeading)
    }

    mutating func restore(_ checkpoint: Checkpoint) {
        learner.network.weights = checkpoint.tensors(under: Self.networkHeading)
        checkpoint.tensors(under: Self.classesHeading)["weight"].map { learner.classes.value = $0 }
        optimizer.state = checkpoint.tensors(under: Self.optimizerHeading)
    }
}

extension MelOptions {
    /// How many of the bands hear nothing of a frequency and what is above it.
    fileprivate func bins(below hertz: Float, sampleRate: SampleRate) -> Int {
        func mel(_ hertz: Float) -> Float { 1127 * log(1 + hertz / 700) }
        let (low, high) = (mel(lowestHertz), mel(highestHertz ?? Float(sampleRate.hertz) / 2))
        let width = (high - low) / Float(binCount + 1)
        return max(0, Int((mel(hertz) - low) / width) - 1)
    }
}
