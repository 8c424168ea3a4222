import StenoNN
import StenoSpeakers
import StenoTensor

/// What all workers of a step read: the voices, and the network that learns them.
struct SpeakerLearner: Sendable {
    /// The examples of a step: of one length, so that none is padded, each drawn from a seed of its own.
    struct Plan: Sendable {
        var seeds: [UInt64]
        var frames: Int

        /// Of speech, all examples together.
        var seconds: Double {
            Double(seeds.count * frames / SpeakerNetwork.framesPerStep) * SpeakerNetwork.secondsPerStep
        }
    }

    let pool: SpeakerFeaturePool
    let network: SpeakerNetwork
    /// The directions of the classes, `[C, E]`: every voice at every speed.
    let classes: Parameter
    let scene: SpeakerScene

    /// Goes forward and backward once.
    ///
    /// - Parameter seeds: This worker's part of the plan.
    func learn(from seeds: [UInt64], of plan: Plan, _ loss: AngularMarginLoss) -> StepShare {
        let examples = seeds.map { seed in
            var random = SeededGenerator(seed: seed)
            let example = pool.draw(frames: plan.frames, using: &random)
            return (label: example.label, features: scene.heard(example, using: &random))
        }
        let tape = Tape(seed: seeds.first ?? 0)
        let features = Tensor(examples.flatMap(\.features), shape: [seeds.count, plan.frames, pool.binCount])
        let embeddings = network(features.on(tape)).scaledToUnitRows()
        let cosines = embeddings.linear(weight: classes.tensor(on: tape).scaledToUnitRows())
        let part = Float(seeds.count) / Float(plan.seeds.count)
        let value = loss(cosines: cosines, classes: examples.map(\.label)) * part
        return StepShare(gradients: value.gradients(), tape: tape, loss: Double(value.item))
    }
}
