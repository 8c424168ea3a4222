package import Foundation
import StenoAudio
package import StenoKernels
import StenoNN
import StenoSpeakers
import StenoTensor

/// Trains a voice activity detector on clean recordings made noisy: where they have speech is known from before.
package struct ActivityTrainer: StepTrainer {
    private let recipe: ActivityRecipe
    private let folder: URL
    private let workers: Workers
    private let scene: ActivityScene
    private let network: VoiceActivityNetwork
    private var optimizer: any Optimizer

    /// Computes the band energies of all recordings.
    package init(_ recipe: ActivityRecipe, in folder: URL, workers: Workers) throws {
        (self.recipe, self.folder, self.workers) = (recipe, folder, workers)
        let bands = try BandEnergies(count: recipe.network.melBins)
        scene = try ActivityScene(recipe, in: folder, bands: bands, workers: workers)
        var random = SeededGenerator(seed: recipe.seed)
        network = VoiceActivityNetwork(recipe.network, using: &random)
        optimizer = recipe.optimizer.makeOptimizer(for: network.namedParameters())
    }

    package var summary: String {
        "\(network.parameterCount) parameters; training on \(scene.recordings) clean recordings"
    }

    package mutating func step(_ number: Int) throws(TrainingError) -> (loss: Double, seconds: Double) {
        var random = SeededGenerator(seed: recipe.seed).fork(number)
        let seconds = recipe.exampleSeconds
        let share = max(1, Int(recipe.secondsPerStep / seconds) / recipe.shards)
        let seeds = (0..<recipe.shards).map { _ in (0..<share).map { _ in random.next() } }
        let (scene, network, shards) = (scene, network, recipe.shards)
        let shares = parallelMap(seeds, on: workers) {
            StepShare(of: scene, seconds: seconds, seeds: $0, by: network, times: 1 / Float(shards))
        }
        let (gradients, loss) = try shares.total(step: number, of: "scenes drawn at random")
        let rate = recipe.schedule.rate(
            at: TrainingProgress(step: number, epoch: Double(number) / Double(recipe.steps), epochs: 1))
        optimizer.step(gradients, times: recipe.optimizer.clippingFactor(norm: gradients.norm), rate: rate)
        return (loss, Double(share * recipe.shards) * seconds)
    }

    private static let (networkHeading, optimizerHeading) = ("model", "optimizer")

    package func save(into checkpoint: inout Checkpoint) {
        checkpoint.add(network.weights, under: Self.networkHeading)
        checkpoint.add(optimizer.state, under: Self.optimizerHeading)
    }

    package mutating func restore(_ checkpoint: Checkpoint) {
        network.weights = checkpoint.tensors(under: Self.networkHeading)
        optimizer.state = checkpoint.tensors(under: Self.optimizerHeading)
    }

    /// Measures the detector beside the one that goes by energy, and writes what goes into the folder `speaker` of a
    /// bundle.
    package func finish(in run: RunFolder, _ provenance: Provenance, elapsed: Duration) throws
        -> ActivityOutcome
    {
        let detector = try VoiceActivityDetector(network: network, configuration: recipe.network)
        try detector.save(to: run.model)
        let trials = try ActivityTrials(recipe, in: folder)
        let outcome = ActivityOutcome(rows: trials.rows(of: detector))
        let card = ActivityModelCard(
            provenance: provenance, outcome: outcome, elapsed: elapsed, parameters: network.parameterCount,
            recordings: scene.recordings, seed: recipe.seed)
        try run.write(Data(card.text.utf8), to: run.model.appending(path: "README.md"))
        return outcome
    }
}

extension StepShare {
    /// Goes forward and backward once.
    fileprivate init(
        of scene: ActivityScene, seconds: Double, seeds: [UInt64], by network: VoiceActivityNetwork,
        times part: Float
    ) {
        let examples = seeds.map { seed in
            var random = SeededGenerator(seed: seed)
            return scene.example(frames: Self.frames(in: seconds), using: &random)
        }
        let tape = Tape(seed: seeds.first ?? 0)
        let frames = Self.frames(in: seconds)
        let bins = examples[0].features.count / frames
        let features = Tensor(examples.flatMap(\.features), shape: [seeds.count, frames, bins])
        let logProbabilities = network(features.on(tape)).logSoftmax()
        let outputs = logProbabilities.shape[1]
        var targets = [Float](repeating: 0, count: seeds.count * outputs * 2)
        var count = 0
        for (row, example) in examples.enumerated() {
            for output in 0..<outputs {
                let step = output + network.context / 2 - VoiceActivityNetwork.lookAhead
                guard step >= 0 else { continue }
                let isSpeech = example.isSpeech[SpeakerNetwork.framesPerStep * step]
                targets[2 * (row * outputs + output) + (isSpeech ? 1 : 0)] = 1
                count += 1
            }
        }
        let value =
            (logProbabilities * Tensor(targets, shape: logProbabilities.shape)).sum()
            * (-part / Float(max(1, count)))
        self.init(gradients: value.gradients(), tape: tape, loss: Double(value.item))
    }

    private static func frames(in seconds: Double) -> Int {
        Int(seconds / SpeakerNetwork.secondsPerStep) * SpeakerNetwork.framesPerStep
    }
}
