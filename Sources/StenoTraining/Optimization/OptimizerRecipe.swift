/// How gradients change the parameters.
package struct OptimizerRecipe: Codable, Equatable, Sendable {
    package enum Kind: String, Codable, CaseIterable, Sendable {
        case adamW = "adamw"
        case sgd
    }

    package var kind = Kind.adamW
    /// Decay of the running mean of the gradient; the momentum of SGD.
    package var momentum = 0.9
    /// Decay of AdamW's running mean of the squared gradient.
    package var secondMomentum = 0.98
    /// The part of every weight matrix that is taken away at each step, times the learning rate. Biases and the gains
    /// of normalization layers are left alone.
    package var weightDecay = 0.01
    /// The longest gradient let through, as a vector of all parameters; longer ones are scaled down.
    package var clipNorm = 5.0

    package init() {}

    enum CodingKeys: String, CodingKey {
        case kind, momentum
        case secondMomentum = "second_momentum"
        case weightDecay = "weight_decay"
        case clipNorm = "clip_norm"
    }
}
