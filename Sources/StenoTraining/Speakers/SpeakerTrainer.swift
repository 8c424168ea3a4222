package import Foundation
import StenoAudio
import StenoFeatures
package import StenoKernels
import StenoNN
package import StenoSpeakers
import StenoTensor

/// Trains a speaker network to tell the voices of a set apart, so that it can tell apart others.
package struct SpeakerTrainer {
    /// How far a run is, for a progress bar.
    package struct Progress: Sendable {
        package var step: Int
        package var steps: Int
        /// The mean loss since the last report, natural log.
        package var loss: Double
    }

    private let recipe: SpeakerRecipe
    private let workers: Workers
    private let learner: SpeakerLearner
    private var optimizer: any Optimizer

    /// Computes the features of all recordings.
    ///
    /// - Parameters:
    ///   - folder: Where relative paths of the recipe start.
    ///   - workers: How many threads share the work; sums are taken in one order, so results do not depend on timing.
    package init(_ recipe: SpeakerRecipe, in folder: URL, workers: Workers) throws {
        (self.recipe, self.workers) = (recipe, workers)
        func resolve(_ paths: [String]) -> [URL] {
            paths.map { URL(filePath: $0, relativeTo: folder).absoluteURL }
        }
        let scenes = SpeakerScenes(
            augmentation: recipe.augmentation, store: AudioStore(sampleRate: .speech, megabytes: 400),
            noises: try AudioFolder(resolve(recipe.augmentation.noise.folders)),
            rooms: try AudioFolder(resolve(recipe.augmentation.rooms.folders)))
        var options = FbankOptions()
        options.mel.binCount = recipe.network.melBins
        let pool = try SpeakerFeaturePool(
            of: VoiceSet(manifests: resolve(recipe.training)), speeds: recipe.speeds,
            most: recipe.secondsPerVoice,
            scenes: scenes, features: FeatureExtractor(options), seed: recipe.seed, workers: workers)
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

    /// Runs all steps.
    ///
    /// - Parameter report: Called after every hundredth step and the last, with the network as it is then.
    /// - Returns: The trained network.
    package mutating func train(report: (Progress, SpeakerNetwork) throws -> Void) throws -> SpeakerNetwork {
        var losses: [Double] = []
        for step in 1...recipe.steps {
            losses.append(try self.step(step))
            guard step % 100 == 0 || step == recipe.steps else { continue }
            let loss = losses.reduce(0, +) / Double(losses.count)
            try report(Progress(step: step, steps: recipe.steps, loss: loss), learner.network)
            losses = []
        }
        return learner.network
    }

    /// One step of the optimizer; returns the loss.
    private mutating func step(_ number: Int) throws -> Double {
        var random = SeededGenerator(seed: recipe.seed).fork(number)
        let part = Double(number) / Double(recipe.steps)
        let loss = AngularMarginLoss(margin: recipe.margin.margin(at: part), scale: recipe.margin.scale)
        let shares = run(makePlan(using: &random), loss)
        var gradients = Gradients()
        var total = 0.0
        for share in shares {
            gradients += share.gradients
            share.tape.applyObservations()
            total += share.loss
        }
        guard total.isFinite else { throw TrainingError.diverged(step: number, utterances: []) }
        let rate = recipe.schedule.rate(at: TrainingProgress(step: number, epoch: part, epochs: 1))
        optimizer.step(gradients, times: recipe.optimizer.clippingFactor(norm: gradients.norm), rate: rate)
        return total
    }

    private func makePlan(using random: inout SeededGenerator) -> SpeakerLearner.Plan {
        let bounds = recipe.exampleSeconds.map(log)
        let seconds = exp(Double.random(in: bounds[0]...bounds[1], using: &random))
        let steps = Int(seconds / SpeakerNetwork.secondsPerStep) + learner.network.context
        let length = Double(steps) * SpeakerNetwork.secondsPerStep
        let count = max(2 * workers.count, Int(recipe.secondsPerStep / length))
        return SpeakerLearner.Plan(
            seeds: (0..<count).map { _ in random.next() }, frames: steps * SpeakerNetwork.framesPerStep)
    }

    private func run(_ plan: SpeakerLearner.Plan, _ loss: AngularMarginLoss) -> [SpeakerLearner.Share] {
        let size = (plan.seeds.count + workers.count - 1) / workers.count
        let shares = stride(from: 0, to: plan.seeds.count, by: size).map {
            Array(plan.seeds[$0..<min($0 + size, plan.seeds.count)])
        }
        let learner = learner
        return parallelMap(shares, on: workers) { learner.learn(from: $0, of: plan, loss) }
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
