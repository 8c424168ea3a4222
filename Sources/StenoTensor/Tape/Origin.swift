/// How the tape knows a tensor.
package enum Origin: Sendable {
    /// Not at all.
    case constant
    /// A parameter: recorded as soon as it meets a tensor on a tape.
    case parameter(Parameter)
    /// On a tape; without a slot when nobody wants its gradient, as with the input of a model.
    case taped(Tape, slot: Int?)
}

extension Tensor {
    /// The tape this tensor is on, if any. Having one means training.
    package var tape: Tape? {
        if case .taped(let tape, _) = origin { tape } else { nil }
    }

    /// The parameter whose value this is, if it is used as it is.
    var parameter: Parameter? {
        if case .parameter(let parameter) = origin { parameter } else { nil }
    }

    var slot: Int? {
        if case .taped(_, let slot) = origin { slot } else { nil }
    }

    /// The same numbers, off the tape. Backward passes keep these.
    package var detached: Tensor {
        var tensor = self
        tensor.origin = .constant
        return tensor
    }

    /// The same numbers on a tape: what is computed from them is recorded. Does nothing for `nil` or when it is on one.
    package func on(_ tape: Tape?) -> Tensor {
        guard let tape, self.tape == nil else { return self }
        var tensor = self
        tensor.origin = .taped(tape, slot: slot(on: tape))
        return tensor
    }

    /// Where the gradient of this tensor is collected on `tape`; `nil` when nobody wants it.
    func slot(on tape: Tape) -> Int? {
        switch origin {
        case .constant: return nil
        case .parameter(let parameter): return tape.slot(of: parameter)
        case .taped(let own, let slot):
            precondition(own === tape, "an operation mixes tensors of two tapes")
            return slot
        }
    }
}
