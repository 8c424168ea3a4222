/// Numbers a model keeps beside its parameters and saves with them, learned without gradients: running statistics.
///
/// `@unchecked Sendable` for the reason `Parameter` is: read by workers during a step, written between steps.
public final class Buffer: @unchecked Sendable {
    /// The numbers. Writing them is for loaders and for `Tape.applyObservations`, between steps.
    package var value: Tensor {
        didSet {
            precondition(value.shape == shape, "a buffer keeps its shape: \(shape), not \(value.shape)")
        }
    }

    private let shape: Shape

    package init(_ value: Tensor) {
        shape = value.shape
        self.value = value.detached
    }
}

/// What a forward pass learned for a buffer.
package struct Observation: Sendable {
    package let buffer: Buffer
    package let value: Tensor
    /// The share of the new value in the mean: `buffer ← (1 - momentum) · buffer + momentum · value`.
    package let momentum: Float

    package init(for buffer: Buffer, value: Tensor, momentum: Float) {
        self.buffer = buffer
        self.value = value.detached
        self.momentum = momentum
    }

    /// Folds the value into its buffer.
    package func apply() {
        var value = value
        value.scale(by: momentum)
        buffer.value.scale(by: 1 - momentum)
        buffer.value.add(value)
    }
}

extension Tape {
    /// Folds what this pass observed into the buffers. Call between steps, in a fixed order of workers.
    package func applyObservations() {
        for observation in observations { observation.apply() }
    }
}
