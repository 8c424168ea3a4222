import StenoKernels
package import StenoTensor

/// Stochastic gradient descent with Nesterov momentum, as PyTorch defines it:
/// `g ← g + λw; m ← μm + g; w ← w - η(g + μm)`.
package struct SGD: Optimizer {
    private let recipe: OptimizerRecipe
    private let parameters: [NamedParameter]
    private var velocities: [Tensor]

    package init(_ recipe: OptimizerRecipe, parameters: [NamedParameter]) {
        self.recipe = recipe
        self.parameters = parameters
        velocities = parameters.map { Tensor(repeating: 0, shape: $0.parameter.shape) }
    }

    package mutating func step(_ gradients: Gradients, times factor: Float, rate: Double) {
        let momentum = Float(recipe.momentum), rate = Float(rate)
        for (index, (_, parameter)) in parameters.enumerated() {
            guard var change = gradients[parameter] else { continue }
            var weights = parameter.value
            change.scale(by: factor)
            change.add(weights, times: recipe.decay(of: parameter))
            velocities[index].scale(by: momentum)
            velocities[index].add(change)
            change.add(velocities[index], times: momentum)
            weights.add(change, times: -rate)
            parameter.value = weights
        }
    }

    package var state: [String: Tensor] {
        get {
            Dictionary(uniqueKeysWithValues: zip(parameters, velocities).map { ("velocity.\($0.name)", $1) })
        }
        set {
            for (index, (name, _)) in parameters.enumerated() {
                velocities[index] = newValue["velocity.\(name)"] ?? velocities[index]
            }
        }
    }
}

extension Tensor {
    /// Adds a multiple of another tensor, in place.
    mutating func add(_ other: Tensor, times factor: Float) {
        var sum = mutableElements
        StenoKernels.add(other.elements, times: factor, to: &sum)
    }
}
