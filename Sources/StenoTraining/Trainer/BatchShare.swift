import StenoAcousticModel
import StenoNN
import StenoTensor

/// A share of a batch: what one worker computes by itself.
struct BatchShare: Sendable {
    /// Examples with their places in the epoch.
    var examples: [(place: Int, example: TrainingExample)]
    /// Fixes what the layers draw.
    var seed: UInt64
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

    /// - Parameters:
    ///   - epoch: From 0.
    ///   - total: The number of examples of the whole batch, which the losses are averaged over.
    func result(of share: BatchShare, epoch: Int, total: Int) -> ShareResult {
        var result = ShareResult()
        let loaded = load(share, epoch: epoch, leavingOut: &result.leftOut)
        guard !loaded.isEmpty else { return result }
        let views = loaded[0].example.views.indices
        let batch = FeatureBatch(views.flatMap { view in loaded.map { $0.example.views[view] } })
        let tape = Tape(seed: share.seed)
        let logits = network(
            batch.features.on(tape), lengths: batch.lengths, asksMiddle: recipe.objective.middleWeight > 0)
        let computed = objective(inEpoch: epoch)(logits, labels: loaded.map(\.example.labels))
        for (item, loss) in zip(loaded, computed.losses) {
            if loss.isFinite {
                result.losses.append(loss)
            } else {
                result.leftOut.append(leftOut(item.place, share, .brokenLoss))
            }
        }
        result.gradients = (computed.total * (1 / Float(total))).gradients()
        result.observations = tape.observations
        return result
    }

    /// Views differ by what SpecAugment hides, so plain epochs have one.
    private func objective(inEpoch epoch: Int) -> Objective {
        var objective = recipe.objective
        if epoch < recipe.training.plainEpochs { objective.consistencyWeight = 0 }
        return Objective(objective)
    }

    private func views(inEpoch epoch: Int) -> Int {
        objective(inEpoch: epoch).recipe.views
    }

    private func load(
        _ share: BatchShare, epoch: Int, leavingOut leftOut: inout [LeftOut]
    ) -> [(place: Int, example: LoadedExample)] {
        share.examples.enumerated().compactMap { index, item in
            var random = SeededGenerator(seed: recipe.seed).fork(epoch).fork(3).fork(item.place)
            let example: LoadedExample
            do throws(UnreadableUtterance) {
                let augmentation = recipe.augmentation(inEpoch: epoch)
                example = try loader.load(
                    item.example, varied: augmentation, views: views(inEpoch: epoch), using: &random)
            } catch {
                leftOut.append(LeftOut(loader.utterances[error.index], .unreadable(error.reason)))
                return nil
            }
            let frames = network.outputLength(example.views[0].shape[0])
            let needed = CTCLoss.framesNeeded(for: example.labels)
            if frames >= needed { return (index, example) }
            leftOut.append(self.leftOut(index, share, .tooShort(frames: frames, needed: needed)))
            return nil
        }
    }

    private func leftOut(_ index: Int, _ share: BatchShare, _ reason: LeftOut.Reason) -> LeftOut {
        LeftOut(loader.utterances[share.examples[index].example.utterances.first ?? 0], reason)
    }
}
