import StenoAcousticModel
import StenoKernels
import StenoNN
import StenoTensor

/// What one step did.
struct StepResult: Sendable {
    /// Losses of the examples used, in nats.
    var losses: [Double] = []
    var leftOut: [LeftOut] = []
    var learningRate = 0.0
    /// Length of the gradient before clipping; nil when the step was skipped.
    var gradientNorm: Float?
}

/// A network, its optimizer and the mean of its weights: all that steps change.
///
/// A step is a function of the weights, the moments and the batch. Shares are computed by any number of threads and
/// summed in their own order, so the threads change nothing.
struct Learner {
    let computer: GradientComputer
    let workers: Workers
    private(set) var optimizer: any Optimizer
    private(set) var average: WeightAverage?
    private var gradients = Gradients()
    /// The shares of the next batch, loaded while the last one was computed.
    private var ahead: [LoadedShare]?

    init(computer: GradientComputer, workers: Workers) {
        self.computer = computer
        self.workers = workers
        let recipe = computer.recipe
        optimizer = recipe.optimizer.makeOptimizer(for: computer.network.namedParameters())
        if recipe.training.averageDecay > 0 {
            average = WeightAverage(of: computer.network, decay: Float(recipe.training.averageDecay))
        }
    }

    /// Adds a batch's gradients to those of the step under way. A thread that is done with its share sooner than the
    /// others loads what comes next.
    ///
    /// - Parameters:
    ///   - next: The batch of the next call; nil when that is not known yet.
    ///   - seed: Fixes what the layers draw.
    mutating func add(_ batch: Batch, next: Batch?, seed: SeededGenerator, to result: inout StepResult) {
        let (computer, count) = (computer, computer.recipe.batches.shards)
        let shares = ahead ?? parallelMap(batch.shares(count), on: workers) { computer.load($0) }
        let seeded = shares.enumerated().map { index, share in
            var generator = seed.fork(index)
            return (share: share, seed: generator.next())
        }
        let total = batch.examples.count * computer.recipe.batches.accumulate
        let (results, loaded) = parallelMap(seeded, then: next?.shares(count) ?? [], on: workers) {
            computer.result(of: $0.share, epoch: batch.epoch, seed: $0.seed, total: total)
        } _: {
            computer.load($0)
        }
        ahead = next == nil ? nil : loaded
        for share in results {
            gradients += share.gradients
            result.losses += share.losses
            result.leftOut += share.leftOut
            for observation in share.observations { observation.apply() }
        }
    }

    /// Changes the weights along the gradients added so far, and forgets these.
    mutating func step(rate: Double, result: inout StepResult) {
        defer { gradients = Gradients() }
        result.learningRate = rate
        let norm = gradients.norm
        guard gradients.count > 0, norm.isFinite else { return }
        result.gradientNorm = norm
        optimizer.step(gradients, times: computer.recipe.optimizer.clippingFactor(norm: norm), rate: rate)
        average?.update()
    }

    /// The weights that are evaluated and kept, by name: their running mean, or as they are.
    var keptWeights: [String: Tensor] {
        computer.network.weights.merging(average?.named ?? [:]) { _, mean in mean }
    }

    func save(into checkpoint: inout Checkpoint) {
        checkpoint.add(computer.network.weights, under: "model")
        checkpoint.add(optimizer.state, under: "optimizer")
        if let average { checkpoint.add(average.state, under: "average") }
    }

    mutating func restore(_ checkpoint: Checkpoint) {
        computer.network.weights = checkpoint.tensors(under: "model")
        optimizer.state = checkpoint.tensors(under: "optimizer")
        average?.state = checkpoint.tensors(under: "average")
    }
}
