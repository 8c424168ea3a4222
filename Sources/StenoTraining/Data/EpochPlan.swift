import StenoTensor

/// What is trained on in one epoch, in which order. A function of the recipe, the data and the epoch alone.
package struct EpochPlan: Sendable {
    package let examples: [TrainingExample]
    /// Indices into `examples`, batch by batch.
    package let batches: [[Int]]
    /// Seconds of audio in each example, before speed perturbation.
    package let durations: [Double]

    /// - Parameter epoch: From 0.
    package init(_ utterances: [TrainingUtterance], recipe: Recipe, epoch: Int) {
        let seconds = utterances.map(\.seconds)
        let augmentation = recipe.augmentation(inEpoch: epoch)
        var examples = (0..<recipe.data.repeats).flatMap { pass in
            augmentation.concatenation.examples(
                durations: seconds, speakers: utterances.map(\.speaker), seed: recipe.seed,
                epoch: epoch * recipe.data.repeats + pass)
        }
        let noises = Int(augmentation.noise.alone * Double(utterances.count))
        var random = SeededGenerator(seed: recipe.seed).fork(epoch).fork(2)
        for _ in 0..<noises {
            examples.append(TrainingExample(utterances: [], pauses: [random.uniform([1, 5])]))
        }
        durations = examples.map { $0.duration(seconds) }
        batches = recipe.batches.plan.batches(of: durations, seed: recipe.seed, epoch: epoch)
        self.examples = examples
    }
}

extension EpochPlan {
    /// Seconds of audio in the batches from one on.
    func seconds(from batch: Int) -> Double {
        batches[batch...].joined().reduce(0) { $0 + durations[$1] }
    }
}

extension Recipe {
    /// How audio is varied in an epoch, counted from 0.
    package func augmentation(inEpoch epoch: Int) -> AugmentationRecipe {
        epoch < training.plainEpochs ? AugmentationRecipe() : augmentation
    }
}
