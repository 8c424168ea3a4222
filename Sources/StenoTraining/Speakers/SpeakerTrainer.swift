package import Foundation
import StenoAudio
import StenoFeatures
package import StenoKernels
import StenoNN
package import StenoSpeakers
import StenoTensor
import Synchronization

/// Trains a speaker network to tell the voices of a set apart, so that it can tell apart others.
package struct SpeakerTrainer {
    /// What a step did, for a progress bar.
    package struct Progress: Sendable {
        package var step: Int
        package var steps: Int
        /// The mean loss since the last report, natural log.
        package var loss: Double
    }

    private let recipe: SpeakerRecipe
    private let workers: Workers
    private let voices: VoiceSet
    private let examples: SpeakerExamples
    private let features: FeatureExtractor
    private let network: SpeakerNetwork
    /// The directions of the classes, `[C, E]`: every voice at every speed.
    private let classes: Parameter
    private var optimizer: any Optimizer

    /// - Parameters:
    ///   - folder: Where relative paths of the recipe start.
    ///   - workers: How many threads share a step; sums are taken in one order, so results do not depend on timing.
    package init(_ recipe: SpeakerRecipe, in folder: URL, workers: Workers) throws {
        (self.recipe, self.workers) = (recipe, workers)
        func resolve(_ paths: [String]) -> [URL] { paths.map { URL(filePath: $0, relativeTo: folder).absoluteURL } }
        voices = try VoiceSet(manifests: resolve(recipe.training))
        examples = SpeakerExamples(
            augmentation: recipe.augmentation, store: AudioStore(sampleRate: .speech, megabytes: 3_000),
            noises: try AudioFolder(resolve(recipe.augmentation.noise.folders)),
            rooms: try AudioFolder(resolve(recipe.augmentation.rooms.folders)))
        var options = FbankOptions()
        options.mel.binCount = recipe.network.melBins
        features = try FeatureExtractor(options)
        var random = SeededGenerator(seed: recipe.seed)
        network = SpeakerNetwork(recipe.network, using: &random)
        let count = voices.speakers.count * recipe.speeds.count
        classes = Parameter(.normal([count, recipe.network.embeddingWidth], deviation: 1, using: &random))
        optimizer = recipe.optimizer.makeOptimizer(
            for: network.namedParameters() + [(name: "classes", parameter: classes)])
    }

    /// The network in its present state.
    package var trained: SpeakerNetwork { network }

    /// Runs all steps.
    ///
    /// - Parameter report: Called after every hundredth step.
    package mutating func train(report: (Progress) throws -> Void) throws {
        var losses: [Double] = []
        for step in 1...recipe.steps {
            losses.append(try self.step(step))
            guard step % 100 == 0 || step == recipe.steps else { continue }
            try report(
                Progress(step: step, steps: recipe.steps, loss: losses.reduce(0, +) / Double(losses.count)))
            losses = []
        }
    }

    /// One step of the optimizer; returns the loss.
    private mutating func step(_ number: Int) throws -> Double {
        var random = SeededGenerator(seed: recipe.seed).fork(number)
        let plan = makePlan(using: &random)
        let part = Double(number) / Double(recipe.steps)
        let loss = AngularMarginLoss(margin: recipe.margin.margin(at: part), scale: recipe.margin.scale)
        let shares = try run(plan, loss)
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

    // MARK: One step

    private struct Example {
        var utterance: VoicedUtterance
        var speed: Double
        var label: Int
        var seed: UInt64
    }

    private struct Plan {
        var examples: [Example]
        var samples: Int
    }

    private struct Share {
        var gradients: Gradients
        var tape: Tape
        var loss: Double
    }

    /// All examples of a step have one length, so that none is padded.
    private func makePlan(using random: inout SeededGenerator) -> Plan {
        let bounds = recipe.exampleSeconds.map(log)
        let seconds = exp(Double.random(in: bounds[0]...bounds[1], using: &random))
        let steps = Int(seconds / SpeakerFrames.secondsPerStep) + network.context
        let frames = steps * SpeakerNetwork.framesPerStep
        let count = max(2 * workers.count, Int(recipe.secondsPerStep / (Double(steps) * SpeakerFrames.secondsPerStep)))
        let examples = (0..<count).map { _ in
            let (speaker, utterance) = voices.draw(using: &random)
            let speed = Int.random(in: 0..<recipe.speeds.count, using: &random)
            return Example(
                utterance: utterance, speed: recipe.speeds[speed],
                label: speaker * recipe.speeds.count + speed, seed: random.next())
        }
        return Plan(examples: examples, samples: 400 + 160 * (frames - 1))
    }

    private func run(_ plan: Plan, _ loss: AngularMarginLoss) throws -> [Share] {
        let size = (plan.examples.count + workers.count - 1) / workers.count
        let shares = stride(from: 0, to: plan.examples.count, by: size).map {
            Array(plan.examples[$0..<min($0 + size, plan.examples.count)])
        }
        let results = Mutex([Result<Share, any Error>?](repeating: nil, count: shares.count))
        workers.forEach(shares.count) { index in
            let result = Result { try run(shares[index], of: plan, loss) }
            results.withLock { $0[index] = result }
        }
        return try results.withLock { try $0.compactMap { try $0?.get() } }
    }

    private func run(_ share: [Example], of plan: Plan, _ loss: AngularMarginLoss) throws -> Share {
        let rows = try share.map { example in
            var random = SeededGenerator(seed: example.seed)
            let audio = try examples.example(
                of: example.utterance, speed: example.speed, count: plan.samples, using: &random)
            let features = features.features(of: audio)
            return features.reshaped(to: [1, features.shape[0], features.shape[1]])
        }
        let tape = Tape(seed: share.first?.seed ?? 0)
        let embeddings = network(Tensor.concatenated(rows).on(tape)).scaledToUnitRows()
        let cosines = embeddings.linear(weight: classes.tensor(on: tape).scaledToUnitRows())
        let part = Float(share.count) / Float(plan.examples.count)
        let value = loss(cosines: cosines, classes: share.map(\.label)) * part
        return Share(gradients: value.gradients(), tape: tape, loss: Double(value.item))
    }
}
