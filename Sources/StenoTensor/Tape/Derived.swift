import StenoKernels

extension Tensor {
    /// Records how this tensor came from one input, beside the code that computed it.
    ///
    /// Nothing is recorded unless the input is on a tape.
    ///
    /// - Parameters:
    ///   - input: What it was computed from.
    ///   - backward: From the gradient of this tensor to that of the input. Captures `detached` tensors only.
    package func derived(from input: Tensor, _ backward: @escaping (_ gradient: Tensor) -> Tensor) -> Tensor {
        derived(from: [input]) { gradient, inputs in inputs.add(backward(gradient), to: 0) }
    }

    /// The same where the gradient of this tensor becomes that of the input in place.
    func derived(from input: Tensor, inPlace backward: @escaping (_ gradient: inout Tensor) -> Void) -> Tensor
    {
        derived(from: [input]) { gradient, inputs in
            backward(&gradient)
            inputs.add(gradient, to: 0)
        }
    }

    /// Records how this tensor came from several inputs. Even off the tape it inherits their number of workers.
    ///
    /// - Parameters:
    ///   - inputs: What it was computed from; an optional input that is absent is `nil`.
    ///   - backward: Takes the gradient of this tensor, which it may use up, and adds to those of the inputs, by their
    ///     position.
    package func derived(
        from inputs: [Tensor?],
        _ backward: @escaping (_ gradient: inout Tensor, _ inputs: inout InputGradients) -> Void
    ) -> Tensor {
        var result = self
        result.workers = Workers(count: inputs.lazy.map { $0?.workers.count ?? 1 }.max() ?? 1)
        guard let tape = inputs.lazy.compactMap({ $0?.tape }).first else { return result }
        let slots = inputs.map { $0?.slot(on: tape) }
        let isWanted = slots.contains { $0 != nil }
        result.origin = .taped(tape, slot: isWanted ? tape.record(from: slots, backward) : nil)
        return result
    }
}
