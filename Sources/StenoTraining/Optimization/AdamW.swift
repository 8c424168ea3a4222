import StenoKernels
package import StenoTensor

/// Adam with decoupled weight decay (Loshchilov and Hutter 2019), as PyTorch defines it.
///
/// `m ← β₁m + (1-β₁)g; v ← β₂v + (1-β₂)g²; w ← w - η(λw + m̂ / (√v̂ + ε))` with `m̂`, `v̂` corrected for their
/// beginning at zero.
package struct AdamW: Optimizer {
    private let recipe: OptimizerRecipe
    private let parameters: [NamedParameter]
    private var means: [Tensor]
    private var squares: [Tensor]
    private var steps = 0

    package init(_ recipe: OptimizerRecipe, parameters: [NamedParameter]) {
        self.recipe = recipe
        self.parameters = parameters
        means = parameters.map { Tensor(repeating: 0, shape: $0.parameter.shape) }
        squares = parameters.map { Tensor(repeating: 0, shape: $0.parameter.shape) }
    }

    package mutating func step(_ gradients: Gradients, times factor: Float, rate: Double) {
        steps += 1
        for (index, (_, parameter)) in parameters.enumerated() {
            guard let gradient = gradients[parameter] else { continue }
            let step = AdamWStep(
                learningRate: Float(rate), beta1: Float(recipe.momentum), beta2: Float(recipe.secondMomentum),
                weightDecay: recipe.decay(of: parameter), step: steps, gradientScale: factor)
            update(parameter, gradient, step, &means[index], &squares[index])
        }
    }

    private func update(
        _ parameter: Parameter, _ gradient: Tensor, _ step: AdamWStep, _ mean: inout Tensor,
        _ square: inout Tensor
    ) {
        var weights = parameter.value
        var elements = weights.mutableElements
        var means = mean.mutableElements, squares = square.mutableElements
        step.update(&elements, gradient: gradient.elements, firstMoment: &means, secondMoment: &squares)
        parameter.value = weights
    }

    package var state: [String: Tensor] {
        get {
            // Exact in a float up to 16 million steps.
            var state = ["steps": Tensor([Float(steps)], shape: [1])]
            for (index, (name, _)) in parameters.enumerated() {
                state["mean.\(name)"] = means[index]
                state["square.\(name)"] = squares[index]
            }
            return state
        }
        set {
            steps = newValue["steps"].map { Int($0.item) } ?? steps
            for (index, (name, _)) in parameters.enumerated() {
                means[index] = newValue["mean.\(name)"] ?? means[index]
                squares[index] = newValue["square.\(name)"] ?? squares[index]
            }
        }
    }
}
