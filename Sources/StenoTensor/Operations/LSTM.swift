package import StenoKernels

/// The parameters of one direction of one LSTM layer; gates in PyTorch's order i, f, g, o.
package struct LSTMWeights: Sendable {
    /// `[4H, in]`
    package var input: Tensor
    /// `[4H, H]`
    package var recurrent: Tensor
    /// `[4H]`: PyTorch adds two biases of this shape.
    package var inputBias, recurrentBias: Tensor

    package init(input: Tensor, recurrent: Tensor, inputBias: Tensor, recurrentBias: Tensor) {
        self.input = input
        self.recurrent = recurrent
        self.inputBias = inputBias
        self.recurrentBias = recurrentBias
    }

    /// H
    package var width: Int { recurrent.shape[1] }

    /// Both matrices prepared for inference.
    typealias Packed = (input: InferenceWeights, recurrent: InferenceWeights)

    /// The weights prepared, if they are parameters, which keep that for the next call.
    var packed: Packed? {
        guard let input = input.parameter, let recurrent = recurrent.parameter else { return nil }
        return (input.packed, recurrent.packed)
    }
}

/// What an LSTM remembers from frame to frame.
package struct LSTMState: Sendable {
    /// The last output, `[B, H]`.
    package var hidden: Tensor
    /// `[B, H]`
    package var cell: Tensor

    /// The state before the first frame: zeros.
    package init(batch: Int, width: Int) {
        hidden = Tensor(repeating: 0, shape: [batch, width])
        cell = hidden
    }
}

extension Tensor {
    /// Runs one direction of an LSTM layer over a batch of sequences (Hochreiter and Schmidhuber 1997, with forget
    /// gates).
    ///
    /// Frames at or after a sequence's length give 0 and leave its state alone.
    ///
    /// - Parameters:
    ///   - lengths: Frames of each sequence, `[B]`.
    ///   - state: Read as the state before the first frame, left as that after the last. No gradient flows through it.
    /// - Returns: `[B, T, H]` from `[B, T, in]`.
    package func lstm(
        _ weights: LSTMWeights, lengths: [Int], direction: LSTMDirection = .forward, state: inout LSTMState
    ) -> Tensor {
        let pass = LSTMPass(
            x: detached, input: weights.input.detached, recurrent: weights.recurrent.detached,
            shape: LSTMShape(batch: shape[0], frames: shape[1], input: shape[2], hidden: weights.width),
            lengths: lengths, direction: direction, initial: state,
            packed: tape == nil ? weights.packed : nil)
        precondition(
            weights.input.shape[1] == shape[2],
            "an LSTM of \(weights.input.shape[1]) inputs on shape \(shape)")
        let bias = weights.inputBias.combined(with: weights.recurrentBias) { $0 + $1 }
        let (y, kept) = pass.forward(bias: bias, state: &state)
        let inputs = [self, weights.input, weights.recurrent, weights.inputBias, weights.recurrentBias]
        return y.derived(from: inputs) { dy, gradients in
            pass.backward(y: y, kept: kept, dy: dy, into: &gradients)
        }
    }
}

/// One run of `Tensor.lstm`, with what its way back needs.
private struct LSTMPass: Sendable {
    let x: Tensor
    let input: Tensor
    let recurrent: Tensor
    let shape: LSTMShape
    let lengths: [Int]
    let direction: LSTMDirection
    let initial: LSTMState
    /// The weights packed, at inference.
    let packed: LSTMWeights.Packed?

    /// Activated gates `[B, T, 4H]` and cells `[B, T, H]` of every frame.
    struct Kept: Sendable {
        var gates: Tensor
        var cells: Tensor
    }

    func forward(bias: Tensor, state: inout LSTMState) -> (Tensor, Kept) {
        var gates = Tensor(uninitialized: [shape.batch, shape.frames, 4 * shape.hidden])
        var cells = Tensor(uninitialized: [shape.batch, shape.frames, shape.hidden])
        var (hidden, cell) = (state.hidden, state.cell)
        let y = Tensor.writing([shape.batch, shape.frames, shape.hidden]) { y in
            var gateElements = gates.mutableElements
            var cellElements = cells.mutableElements
            var hiddenElements = hidden.mutableElements
            var stateElements = cell.mutableElements
            if let packed {
                StenoKernels.lstm(
                    x.elements, inputWeights: packed.input, recurrentWeights: packed.recurrent,
                    bias: bias.elements,
                    shape: shape, lengths: lengths, direction: direction, hidden: &hiddenElements,
                    cell: &stateElements, into: &y, gates: &gateElements, cells: &cellElements,
                    workers: x.workers)
                return
            }
            StenoKernels.lstm(
                x.elements, inputWeights: input.elements, recurrentWeights: recurrent.elements,
                bias: bias.elements,
                shape: shape, lengths: lengths, direction: direction, hidden: &hiddenElements,
                cell: &stateElements,
                into: &y, gates: &gateElements, cells: &cellElements,
                workers: x.workers)
        }
        (state.hidden, state.cell) = (hidden, cell)
        return (y, Kept(gates: gates, cells: cells))
    }

    func backward(y: Tensor, kept: Kept, dy: Tensor, into inputs: inout InputGradients) {
        var dHidden = Tensor(repeating: 0, shape: [shape.batch, shape.hidden])
        var dCell = Tensor(repeating: 0, shape: [shape.batch, shape.hidden])
        var dGates = Tensor(uninitialized: kept.gates.shape)
        var dInput = Tensor(repeating: 0, shape: input.shape)
        var dRecurrent = Tensor(repeating: 0, shape: recurrent.shape)
        var dBias = Tensor(repeating: 0, shape: [4 * shape.hidden])
        let dx = Tensor.writing(x.shape) { dx in
            var dh = dHidden.mutableElements
            var dc = dCell.mutableElements
            var dg = dGates.mutableElements
            var dwi = dInput.mutableElements
            var dwr = dRecurrent.mutableElements
            var db = dBias.mutableElements
            lstmGradient(
                x: x.elements, inputWeights: input.elements, recurrentWeights: recurrent.elements,
                shape: shape,
                lengths: lengths, direction: direction, initialHidden: initial.hidden.elements,
                initialCell: initial.cell.elements, y: y.elements, gates: kept.gates.elements,
                cells: kept.cells.elements, dy: dy.elements, dHidden: &dh, dCell: &dc, dGates: &dg, into: &dx,
                dInputWeights: &dwi, dRecurrentWeights: &dwr, dBias: &db)
        }
        for (input, gradient) in [dx, dInput, dRecurrent, dBias, dBias].enumerated() {
            inputs.add(gradient, to: input)
        }
    }
}
