package import StenoSpeakers

/// How a speaker model is trained: the contents of `corpora/speakers/recipe.json`. Every member has a default.
package struct SpeakerRecipe: StepRecipe {
    /// Tells this recipe from those of acoustic models.
    package var kind = RecipeKind.speaker
    /// Where relative paths start; `steno train --data` names another.
    package var folder = "data"
    /// Manifests with the field `speaker`; each speaker, at each speed, is a class.
    package var training = ["train.jsonl"]
    /// Manifests of voices that are not trained on: errors and the scale of similarity are measured on them.
    package var development = ["dev.jsonl"]
    package var network = SpeakerNetwork.Configuration()
    package var steps = 4_000
    package var secondsPerStep = 100.0
    /// In how many shares each step is computed. A part of the result, unlike the number of threads that compute them:
    /// sums of floats depend on their order, and a share normalizes by its own statistics.
    package var shards = 2
    package var checkpointSteps = 500
    /// Seconds of speech that are used of each voice.
    package var secondsPerVoice = 120.0
    /// The shortest and the longest stretch of speech an example is.
    package var exampleSeconds = [0.4, 2.0]
    /// In how many rooms each recording is heard.
    package var scenes = 2
    /// A voice played faster or slower is another voice (Yamamoto et al. 2019).
    package var speeds = [0.9, 1.0, 1.1]
    package var margin = MarginSchedule()
    package var optimizer = OptimizerRecipe()
    package var schedule = LearningRateSchedule.cosine(
        CosineSchedule(peak: 2e-3, warmUpSteps: 200, floor: 0.01))
    package var augmentation = VoiceAugmentation()
    package var seed: UInt64 = 1

    package init() {}

    package static let variants = [
        RecipeVariants(at: "schedule", discriminator: "kind", defaults: LearningRateSchedule.kinds)
    ]

    enum CodingKeys: String, CodingKey {
        case kind, folder, training, development, network, steps, shards, scenes, speeds, margin, optimizer,
            schedule, augmentation, seed
        case checkpointSteps = "checkpoint_steps"
        case secondsPerStep = "seconds_per_step"
        case exampleSeconds = "example_seconds"
        case secondsPerVoice = "seconds_per_voice"
    }
}

extension SpeakerRecipe {
    /// Refuses values that no training can use.
    package func validate() throws(RecipeError) {
        var check = RangeCheck()
        checkSteps(&check)
        check.require(scenes > 0, "scenes", scenes, "above 0")
        check.require(
            exampleSeconds.count == 2 && exampleSeconds[0] > 0 && exampleSeconds[0] <= exampleSeconds[1],
            "example_seconds", exampleSeconds, "the shortest and the longest, in seconds")
        check.require(
            !speeds.isEmpty && speeds.allSatisfy { (0.5...2).contains($0) }, "speeds", speeds,
            "at least one from 0.5 to 2")
        check.require(
            margin.growth.count == 2 && margin.growth[0] <= margin.growth[1], "margin.growth", margin.growth,
            "where the margin begins and ceases to grow, as parts of the run")
        try check.finish()
    }
}

/// The angle by which the right voice has to win, which grows in the middle of a run: a margin from the beginning
/// would keep the classes from parting.
package struct MarginSchedule: Codable, Equatable, Sendable {
    /// In radians, at the end.
    package var final: Float = 0.2
    /// The parts of the run at which the margin begins and ceases to grow.
    package var growth: [Double] = [0.2, 0.6]
    /// What cosines are multiplied by.
    package var scale: Float = 30

    package init() {}

    /// The margin after a part of the run, linear in between.
    package func margin(at part: Double) -> Float {
        final * Float(min(1, max(0, (part - growth[0]) / max(growth[1] - growth[0], 1e-9))))
    }
}
