import StenoAcousticModel
import StenoKernels
import StenoNN
import StenoTensor

/// Utterances that one step learns from.
struct Batch: Sendable {
    /// From 0.
    var epoch: Int
    /// Examples with their places in the epoch.
    var examples: [(place: Int, example: TrainingExample)]

    /// The batch cut into shares, each of which one worker computes by itself.
    func shares(_ count: Int) -> [Batch] {
        (0..<count).map { share in
            let own = stride(from: share, to: examples.count, by: count).map { examples[$0] }
            return Batch(epoch: epoch, examples: own)
        }
    }
}

/// A share of a batch as the network sees it.
struct LoadedShare: Sendable {
    /// What is learned from, each with the first of its utterances.
    var examples: [(utterance: Int, loaded: LoadedExample)] = []
    var leftOut: [LeftOut] = []
}

/// What a worker made of its share.
struct ShareResult: Sendable {
    var gradients = Gradients()
    /// Losses of the examples used, in nats.
    var losses: [Double] = []
    var leftOut: [LeftOut] = []
    /// What batch normalization saw.
    var observations: [Observation] = []
}

/// Computes losses and gradients; several threads may do so at once.
struct GradientComputer: Sendable {
    let network: AcousticNetwork
    let loader: ExampleLoader
    let recipe: Recipe
    /// Of the labels that a language model reads; nil where the objective has no use for it.
    private let bigram: LabelBigram?

    init(network: AcousticNetwork, loader: ExampleLoader, recipe: Recipe) {
        (self.network, self.loader, self.recipe) = (network, loader, recipe)
        bigram = recipe.objective.mutualInformationWeight > 0 ? loader.bigram : nil
    }

    /// Reads, varies and extracts the features of a share's examples; those that cannot be learned from are left out.
    func load(_ share: Batch) -> LoadedShare {
        var loaded = LoadedShare()
        for (place, example) in share.examples { load(example, at: place, share.epoch, into: &loaded) }
        return loaded
    }

    private func load(_ example: TrainingExample, at place: Int, _ epoch: Int, into share: inout LoadedShare)
    {
        var random = SeededGenerator(seed: recipe.seed).fork(epoch).fork(3).fork(place)
        let utterance = example.utterances.first ?? 0
        do throws(UnreadableUtterance) {
            let loaded = try loader.load(
                example, varied: recipe.augmentation(inEpoch: epoch), views: objective(inEpoch: epoch).views,
                using: &random)
            let frames = network.outputLength(loaded.views[0].shape[0])
            let needed = CTCLoss.framesNeeded(for: loaded.labels)
            if frames >= needed {
                share.examples.append((utterance, loaded))
            } else {
                share.leftOut.append(leftOut(utterance, .tooShort(frames: frames, needed: needed)))
            }
        } catch {
            share.leftOut.append(leftOut(error.index, .unreadable(error.reason)))
        }
    }

    /// - Parameters:
    ///   - epoch: From 0.
    ///   - seed: Fixes what the layers draw.
    ///   - total: The number of examples of the whole batch, which the losses are averaged over.
    func result(of share: LoadedShare, epoch: Int, seed: UInt64, total: Int) -> ShareResult {
        var result = ShareResult(leftOut: share.leftOut)
        let examples = share.examples.map(\.loaded)
        guard !examples.isEmpty else { return result }
        let batch = FeatureBatch(
            examples[0].views.indices.flatMap { view in examples.map { $0.views[view] } })
        let tape = Tape(seed: seed)
        let logits = network(
            batch.features.on(tape), lengths: batch.lengths, asksMiddle: recipe.objective.middleWeight > 0)
        let computed = Objective(objective(inEpoch: epoch), bigram: bigram)(
            logits, labels: examples.map(\.labels), phonemes: examples.map(\.phonemes))
        for (item, loss) in zip(share.examples, computed.losses) {
            if loss.isFinite {
                result.losses.append(loss)
            } else {
                result.leftOut.append(leftOut(item.utterance, .brokenLoss))
            }
        }
        result.gradients = (computed.total * (1 / Float(total))).gradients()
        result.observations = tape.observations
        return result
    }

    /// Views differ by what SpecAugment hides, so plain epochs have one.
    private func objective(inEpoch epoch: Int) -> ObjectiveRecipe {
        var objective = recipe.objective
        if epoch < recipe.training.plainEpochs { objective.consistencyWeight = 0 }
        return objective
    }

    private func leftOut(_ utterance: Int, _ reason: LeftOut.Reason) -> LeftOut {
        LeftOut(loader.utterances[utterance], reason)
    }
}
