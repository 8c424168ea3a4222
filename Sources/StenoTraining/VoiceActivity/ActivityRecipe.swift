package import StenoSpeakers

/// How a voice activity detector is trained: the contents of `corpora/voice-activity/recipe.json`. Every member has a
/// default.
package struct ActivityRecipe: StepRecipe {
    /// Tells this recipe from others.
    package var kind = RecipeKind.voiceActivity
    /// Where relative paths start; `steno train --data` names another.
    package var folder = "data"
    /// Manifests with the field `speaker`. Recordings whose pauses are no pauses, for noise, are left out.
    package var training = ["train.jsonl"]
    /// Manifests of voices that are not trained on: errors are measured on them.
    package var development = ["dev.jsonl"]
    /// A recording of noise that is not trained with, to measure in.
    package var developmentNoise = "noise.flac"
    package var network = VoiceActivityNetwork.Configuration()
    package var steps = 2_000
    package var secondsPerStep = 240.0
    /// In how many shares each step is computed. A part of the result, unlike the number of threads that compute them.
    package var shards = 2
    package var checkpointSteps = 500
    /// Seconds of speech that are used of each voice.
    package var secondsPerVoice = 100.0
    /// Seconds of an example: turns of several voices with pauses between them.
    package var exampleSeconds = 8.0
    /// The shortest and the longest pause, and the shortest and the longest turn, in seconds.
    package var pauseSeconds = [0.0, 2.0]
    package var turnSeconds = [0.3, 5.0]
    /// The part of the generated noises that is music.
    package var music = 0.5
    package var optimizer = OptimizerRecipe()
    package var schedule = LearningRateSchedule.cosine(
        CosineSchedule(peak: 2e-3, warmUpSteps: 100, floor: 0.01))
    package var augmentation = VoiceAugmentation()
    package var seed: UInt64 = 1

    package init() {}

    package static let variants = [
        RecipeVariants(at: "schedule", discriminator: "kind", defaults: LearningRateSchedule.kinds)
    ]

    enum CodingKeys: String, CodingKey {
        case kind, folder, training, development, network, steps, shards, music, optimizer, schedule,
            augmentation, seed
        case developmentNoise = "development_noise"
        case secondsPerStep = "seconds_per_step"
        case checkpointSteps = "checkpoint_steps"
        case secondsPerVoice = "seconds_per_voice"
        case exampleSeconds = "example_seconds"
        case pauseSeconds = "pause_seconds"
        case turnSeconds = "turn_seconds"
    }
}

extension ActivityRecipe {
    /// Refuses values that no training can use.
    package func validate() throws(RecipeError) {
        var check = RangeCheck()
        checkSteps(&check)
        check.require(exampleSeconds >= 1, "example_seconds", exampleSeconds, "at least 1")
        check.require((0...1).contains(music), "music", music, "from 0 to 1")
        for (name, range, least) in [
            ("pause_seconds", pauseSeconds, 0.0), ("turn_seconds", turnSeconds, 0.1),
        ] {
            check.require(
                range.count == 2 && range[0] >= least && range[0] <= range[1], name, range,
                "the shortest, at least \(least), and the longest, in seconds")
        }
        try check.finish()
    }
}
