/// The gradients of a loss, by the identity of the parameters, in the order in which the forward pass met them.
package struct Gradients: Sendable {
    private var entries: [(parameter: Parameter, gradient: Tensor)] = []
    private var positions: [ObjectIdentifier: Int] = [:]

    package init() {}

    /// The gradient of a parameter; `nil` when the loss does not depend on it.
    package subscript(parameter: Parameter) -> Tensor? {
        get { positions[ObjectIdentifier(parameter)].map { entries[$0].gradient } }
        set {
            guard let newValue else { return }
            precondition(
                newValue.shape == parameter.shape,
                "a gradient of shape \(newValue.shape) for \(parameter.shape)")
            if let position = positions[ObjectIdentifier(parameter)] {
                entries[position].gradient = newValue
            } else {
                positions[ObjectIdentifier(parameter)] = entries.count
                entries.append((parameter, newValue))
            }
        }
    }

    /// How many parameters have a gradient.
    package var count: Int { entries.count }

    /// Lets `body` change each gradient in place, in order.
    package mutating func forEach(_ body: (Parameter, inout Tensor) -> Void) {
        for index in entries.indices { body(entries[index].parameter, &entries[index].gradient) }
    }

    /// Adds the gradients of another share of the batch. Sums taken in a fixed order of workers are the same every time.
    package static func += (sum: inout Gradients, share: Gradients) {
        for (parameter, gradient) in share.entries {
            guard let position = sum.positions[ObjectIdentifier(parameter)] else {
                sum[parameter] = gradient
                continue
            }
            sum.entries[position].gradient.add(gradient)
        }
    }

    /// The length of all gradients taken as one vector, summed in double precision.
    package var norm: Float {
        var squares = 0.0
        for (_, gradient) in entries { squares += gradient.squaredNorm }
        return Float(squares.squareRoot())
    }

    /// Multiplies every gradient by one factor.
    package mutating func scale(by factor: Float) {
        for index in entries.indices { entries[index].gradient.scale(by: factor) }
    }
}
