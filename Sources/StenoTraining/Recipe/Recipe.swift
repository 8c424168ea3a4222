package import StenoAcousticModel

/// Everything that decides how an acoustic model is trained, as `recipe.json` holds it.
///
/// Every member has a default that works, so a recipe says only what differs. Paths are relative to `data.folder`,
/// which is relative to the recipe's own folder.
package struct Recipe: RecipeDocument, Equatable {
    /// What the model is called on its card.
    package var name = "model"
    /// The language of the transcripts, as a BCP 47 tag.
    package var language = "en"
    /// Fixes everything that is random: initial weights, batches, augmentation, dropout.
    package var seed: UInt64 = 1
    package var data = DataRecipe()
    package var text = TextRecipe()
    package var features = FeatureRecipe()
    package var model = EncoderConfiguration.lstm(LSTMConfiguration())
    package var augmentation = AugmentationRecipe()
    package var batches = BatchRecipe()
    package var objective = ObjectiveRecipe()
    package var optimizer = OptimizerRecipe()
    package var schedule = LearningRateSchedule.cosine(CosineSchedule())
    package var training = TrainingRecipe()

    package init() {}

    package static let variants = [
        RecipeVariants(at: "schedule", discriminator: "kind", defaults: LearningRateSchedule.kinds),
        RecipeVariants(at: "model", discriminator: "model_type", defaults: EncoderConfiguration.kinds),
    ]
}

/// Where the speech is.
package struct DataRecipe: Codable, Equatable, Sendable {
    /// The folder the manifests are in; `steno train --data` names another.
    package var folder = "data"
    /// Manifests to train on.
    package var train = ["train.jsonl"]
    /// Manifests to choose by: never trained on, read after every epoch.
    package var dev = ["dev.jsonl"]
    /// How often each training utterance occurs in an epoch, each time augmented differently.
    package var repeats = 1
    /// Longer utterances are left out, and named.
    package var maximumSeconds = 30.0
    /// How much memory decoded recordings may take; what does not fit is decoded again in every epoch.
    package var cacheMegabytes = 2_000
    /// What the model card says about the corpus.
    package var title = ""
    package var licence = ""
    package var source = ""

    package init() {}

    enum CodingKeys: String, CodingKey {
        case folder, train, dev, repeats, title, licence, source
        case maximumSeconds = "max_seconds"
        case cacheMegabytes = "cache_megabytes"
    }
}

/// What the model writes.
package struct TextRecipe: Codable, Equatable, Sendable {
    package enum Units: String, Codable, Sendable {
        /// The data folder's `tokenizer.json`, where `steno prepare --bpe` has written one; otherwise letters.
        case automatic
        /// One label per letter that occurs in the training text.
        case characters
        /// The `tokenizer.json` or `vocab.json` in the data folder, which has to be there.
        case prepared
    }

    package var units = Units.automatic

    package init() {}
}

/// How utterances share batches.
package struct BatchRecipe: Codable, Equatable, Sendable {
    /// The most seconds of audio in one batch, padding counted.
    package var maximumSeconds = 120.0
    /// The most utterances in one batch.
    package var maximumCount = 64
    /// How many batches' gradients are summed before a step.
    package var accumulate = 1
    /// In how many shares each batch is computed. A part of the result, unlike the number of threads that compute
    /// them: sums of floats depend on their order.
    package var shards = 2

    package init() {}

    package var plan: BatchPlan {
        BatchPlan(maximumSeconds: maximumSeconds, maximumCount: maximumCount)
    }

    enum CodingKeys: String, CodingKey {
        case accumulate, shards
        case maximumSeconds = "max_seconds"
        case maximumCount = "max_utterances"
    }
}

/// How training audio is varied.
package struct AugmentationRecipe: Codable, Equatable, Sendable {
    package var concatenation = Concatenation()
    package var speed = SpeedPerturbation()
    package var volume = VolumePerturbation()
    package var noise = NoiseMixing()
    package var rooms = RoomSimulation()
    package var specAugment = SpecAugment()

    package init() {}

    enum CodingKeys: String, CodingKey {
        case concatenation, speed, volume, noise, rooms
        case specAugment = "spec_augment"
    }
}

/// How long training goes on, and what is kept of it.
package struct TrainingRecipe: Codable, Equatable, Sendable {
    package var epochs = 50
    /// So many epochs at the beginning have no augmentation at all, joined utterances included: short plain
    /// utterances lead CTC out of its first plateau, where every frame is blank, soonest.
    package var plainEpochs = 0
    /// Training stops when the development set has not improved for this many epochs.
    package var patience = 50
    /// A checkpoint is written at the end of every epoch and after this many steps within one.
    package var checkpointSteps = 500
    /// The model is the mean of the weights of this many best epochs.
    package var averageBest = 5
    /// Decay of the running mean of the weights that is evaluated and kept instead of the weights themselves; 0 keeps
    /// the weights.
    package var averageDecay = 0.0
    /// A line of metrics is written after this many steps.
    package var logSteps = 20

    package init() {}

    enum CodingKeys: String, CodingKey {
        case epochs, patience
        case plainEpochs = "plain_epochs"
        case checkpointSteps = "checkpoint_steps"
        case averageBest = "average_best"
        case averageDecay = "average_decay"
        case logSteps = "log_steps"
    }
}
