package import StenoTensor

/// Compares the gradients of a function with finite differences.
///
/// The function's output is weighted by fixed random numbers and summed in double precision, and every input element
/// is moved a little. Differences are taken at four points, `(8 (f₊₁ - f₋₁) - (f₊₂ - f₋₂)) / 12h`, whose error falls
/// with the fourth power of the step: with steps of 0.02 what remains is the rounding of single precision, about 1e-4
/// of the largest gradient for sums of a few hundred terms.
///
/// - Parameters:
///   - inputs: Where to take the gradients.
///   - step: How far elements are moved.
///   - function: From the inputs, on a tape, to a tensor of any shape. Must draw no randomness of its own.
/// - Returns: The largest difference, as a fraction of the largest gradient of the same input (at least 1e-2).
package func gradientError(
    of inputs: [Tensor], step: Float = 0.02, _ function: ([Tensor]) -> Tensor
) -> Float {
    let parameters = inputs.map { Parameter($0) }
    return gradientError(of: parameters, step: step) { tape in
        function(parameters.map { $0.tensor(on: tape) })
    }
}

/// The same with the parameters of a module: `function` computes its output with them, on the tape it is given.
package func gradientError(
    of parameters: [Parameter], step: Float = 0.02, _ function: (Tape) -> Tensor
) -> Float {
    let tape = Tape(seed: 1)
    let output = function(tape)
    var generator = SeededGenerator(seed: 7)
    let weights = (0..<output.shape.count).map { _ in Float.random(in: -1...1, using: &generator) }
    let loss = (output * Tensor(weights, shape: output.shape)).sum()
    let gradients = loss.gradients()
    func objective() -> Double {
        zip(function(Tape(seed: 1)).array, weights).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
    return parameters.map { parameter in
        let numeric = differences(of: parameter, step: step, objective)
        guard let gradient = gradients[parameter] else {
            return numeric.allSatisfy { $0 == 0 } ? 0 : .infinity
        }
        let scale = max(numeric.map(abs).max() ?? 0, 1e-2)
        return largestDifference(gradient.array, numeric) / scale
    }.max() ?? .infinity
}

private func differences(of parameter: Parameter, step: Float, _ objective: () -> Double) -> [Float] {
    let centre = parameter.value
    defer { parameter.value = centre }
    return (0..<centre.shape.count).map { index in
        func value(at offset: Float) -> Double {
            var elements = centre.array
            elements[index] += offset
            parameter.value = Tensor(elements, shape: centre.shape)
            return objective()
        }
        let near = value(at: step) - value(at: -step)
        let far = value(at: 2 * step) - value(at: -2 * step)
        return Float((8 * near - far) / (12 * Double(step)))
    }
}

/// Numbers drawn evenly from `range`, the same for the same seed.
package func randomTensor(_ shape: Shape, in range: ClosedRange<Float> = -1...1, seed: UInt64 = 1) -> Tensor {
    var generator = SeededGenerator(seed: seed)
    return Tensor((0..<shape.count).map { _ in Float.random(in: range, using: &generator) }, shape: shape)
}
