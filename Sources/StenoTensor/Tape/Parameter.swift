package import StenoKernels
import Synchronization

/// Numbers that training changes: a leaf of the tape, known by its identity.
///
/// Several workers may read one parameter at the same time; the optimiser writes it between steps, when none does.
/// Gradients are not kept here but returned by `Tape`, so that workers never share one.
public final class Parameter: @unchecked Sendable {
    // `@unchecked Sendable`: `value` is read by workers during a step and written by one thread between steps. That
    // order is the trainer's to keep; a lock at every read would buy nothing.

    /// The numbers, never on a tape. Writing them is for optimisers and loaders, between steps.
    package var value: Tensor {
        didSet {
            precondition(value.shape == shape, "a parameter keeps its shape: \(shape), not \(value.shape)")
            revision += 1
        }
    }

    /// The extents.
    public let shape: Shape

    /// Whether gradients are computed for it; `false` freezes it.
    package var isTrained = true

    /// How a layer's weights are kept for products at inference. On a tape they are single precision.
    package var precision = WeightPrecision.float32 {
        didSet { revision += 1 }
    }

    /// Counts the changes, so that prepared copies know when they are out of date.
    package private(set) var revision = 0

    private let packing = Mutex<(revision: Int, weights: InferenceWeights)?>(nil)

    package init(_ value: Tensor) {
        shape = value.shape
        self.value = value.detached
    }

    /// A layer's weights `[outputs, inputs]` prepared for products at inference, once for each value they take. Costs
    /// as much memory again, or a quarter of it in eight bits.
    package var packed: InferenceWeights {
        packing.withLock { packing in
            if let packing, packing.revision == revision { return packing.weights }
            let weights = InferenceWeights(
                value.elements, outputs: value.shape[0], inputs: value.shape[1], precision: precision)
            packing = (revision, weights)
            return weights
        }
    }

    /// The numbers as a layer uses them: operations that also see a tensor on a tape record this parameter there.
    package var tensor: Tensor {
        var tensor = value
        tensor.origin = .parameter(self)
        return tensor
    }

    /// The numbers on a tape of their own accord, where no other input brings the tape.
    package func tensor(on tape: Tape) -> Tensor {
        tensor.on(tape)
    }
}
