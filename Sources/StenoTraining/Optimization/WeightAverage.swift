package import StenoNN
package import StenoTensor

/// The running mean of a network's weights, which errs less than the weights of any one step
/// (Polyak and Juditsky 1992).
package struct WeightAverage: Sendable {
    private let parameters: [NamedParameter]
    private let decay: Float
    private var steps = 0
    private var weights: [Tensor]

    package init(of module: some Module, decay: Float) {
        // The mean of numbers that never change would still be rounded.
        parameters = module.namedParameters().filter(\.parameter.isTrained)
        weights = parameters.map { $0.parameter.value }
        self.decay = decay
    }

    /// Takes in the weights of one more step. The first steps count more, so that the mean soon forgets the
    /// random weights it began with.
    package mutating func update() {
        steps += 1
        let kept = min(decay, Float(1 + steps) / Float(10 + steps))
        for (index, (_, parameter)) in parameters.enumerated() {
            weights[index].scale(by: kept)
            weights[index].add(parameter.value, times: 1 - kept)
        }
    }

    /// The mean weights by name.
    package var named: [String: Tensor] {
        Dictionary(uniqueKeysWithValues: zip(parameters, weights).map { ($0.name, $1) })
    }

    /// What the next update depends on, by name.
    package var state: [String: Tensor] {
        get {
            var state = ["steps": Tensor([Float(steps)], shape: [1])]
            for ((name, _), tensor) in zip(parameters, weights) { state["mean.\(name)"] = tensor }
            return state
        }
        set {
            steps = newValue["steps"].map { Int($0.item) } ?? steps
            for (index, (name, _)) in parameters.enumerated() {
                weights[index] = newValue["mean.\(name)"] ?? weights[index]
            }
        }
    }
}
