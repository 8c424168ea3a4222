package import StenoTensor

/// A parameter and the name it has in the model's file.
package typealias NamedParameter = (name: String, parameter: Parameter)

/// Changes parameters along their gradients. Its own memory (moments) has names too, so that a checkpoint keeps it.
package protocol Optimizer {
    /// One step for every parameter that has a gradient.
    ///
    /// - Parameters:
    ///   - gradients: Gradients of the loss.
    ///   - factor: What they are multiplied by first, as clipping says.
    ///   - rate: The learning rate of this step.
    mutating func step(_ gradients: Gradients, times factor: Float, rate: Double)

    /// What the next step depends on besides the parameters, by name.
    var state: [String: Tensor] { get set }
}

extension OptimizerRecipe {
    /// An optimizer with no steps behind it.
    package func makeOptimizer(for parameters: [NamedParameter]) -> any Optimizer {
        switch kind {
        case .adamW: AdamW(self, parameters: parameters)
        case .sgd: SGD(self, parameters: parameters)
        }
    }

    /// What gradients of the given length are multiplied by so that they are no longer than `clipNorm`
    /// (Pascanu et al. 2013).
    package func clippingFactor(norm: Float) -> Float {
        norm > Float(clipNorm) ? Float(clipNorm) / norm : 1
    }

    /// The decay for a parameter: none for biases and gains, which are vectors.
    func decay(of parameter: Parameter) -> Float {
        parameter.shape.rank > 1 ? Float(weightDecay) : 0
    }
}
