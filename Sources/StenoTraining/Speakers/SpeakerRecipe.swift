package import StenoSpeakers

/// How a speaker model is trained: the contents of `corpora/speakers/recipe.json`.
package struct SpeakerRecipe: Codable, Equatable, Sendable {
    /// Tells this recipe from those of acoustic models.
    package var kind = Self.kind
    /// Manifests with the field `speaker`; each speaker, at each speed, is a class.
    package var training: [String]
    /// Manifests of voices that are not trained on: errors and the scale of similarity are measured on them.
    package var development: [String]
    package var network = SpeakerNetwork.Configuration()
    /// Optimizer steps.
    package var steps = 4_000
    /// Seconds of speech in a step, shared by as many examples as fit.
    package var secondsPerStep = 100.0
    /// Seconds of speech that are used of each voice.
    package var secondsPerVoice = 120.0
    /// The shortest and the longest stretch of speech an example is.
    package var exampleSeconds = [0.4, 2.0]
    /// A voice played faster or slower is another voice (Yamamoto et al. 2019).
    package var speeds = [0.9, 1.0, 1.1]
    package var margin = MarginSchedule()
    package var optimizer = OptimizerRecipe()
    package var schedule = LearningRateSchedule.cosine(
        CosineSchedule(peak: 2e-3, warmUpSteps: 200, floor: 0.01))
    package var augmentation = SpeakerAugmentation()
    package var seed: UInt64 = 1

    package static let kind = "speaker"

    package init(training: [String], development: [String]) {
        (self.training, self.development) = (training, development)
    }

    enum CodingKeys: String, CodingKey {
        case kind, training, development, network, steps, speeds, margin, optimizer, schedule, augmentation,
            seed
        case secondsPerStep = "seconds_per_step"
        case exampleSeconds = "example_seconds"
        case secondsPerVoice = "seconds_per_voice"
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
