import CKernels

/// The recurrence of `lstmGradient` on addresses.
struct LSTMSequenceGradient {
    let shape: LSTMShape
    let lengths: [Int]
    let direction: LSTMDirection
    let gates: UnsafePointer<Float>
    let cells: UnsafePointer<Float>
    let y: UnsafePointer<Float>
    let initialHidden: UnsafePointer<Float>
    let initialCell: UnsafePointer<Float>
    let dy: UnsafePointer<Float>
    let dGates: UnsafeMutablePointer<Float>
    let dHidden: UnsafeMutablePointer<Float>
    let dCell: UnsafeMutablePointer<Float>

    /// All steps, the last first; at each, one product for all sequences that are that long.
    ///
    /// - Parameter weights: The recurrent weights `[4H, H]`, as they are.
    func run(_ weights: PackedMatrix) {
        clearPadding()
        let (width, order) = (shape.hidden, longestFirst(lengths))
        let states = AlignedMemory(floats: shape.batch * width)
        let dRecurrent = AlignedMemory(floats: shape.batch * shape.gates)
        for (slot, b) in order.enumerated() {
            (states.base + slot * width).update(from: dHidden + b * width, count: width)
        }
        let panels = PanelsThereAndBack([0..<Panels.count(width)], atOnce: 2)
        for step in (0..<shape.frames).reversed() {
            let active = order.prefix { lengths[$0] > step }
            for (slot, b) in active.enumerated() {
                retreat(
                    b, step, dState: states.base + slot * width, into: dRecurrent.base + slot * shape.gates)
            }
            for panels in panels.order(at: step) {
                weights.multiply(
                    dRecurrent.base, stride: shape.gates, rows: active.count, panels: panels,
                    into: states.base, stride: width)
            }
        }
        for (slot, b) in order.enumerated() {
            (dHidden + b * width).update(from: states.base + slot * width, count: width)
        }
    }

    /// One step back of one sequence: from the gradient of its state to that of the pre-activations.
    private func retreat(
        _ b: Int, _ step: Int, dState: UnsafeMutablePointer<Float>,
        into dRecurrent: UnsafeMutablePointer<Float>
    ) {
        let width = shape.hidden
        let row = row(b, step)
        kernels.addScaled(dy + row * shape.outputStride, 1, dState, width)
        let previousCell = step == 0 ? initialCell + b * width : cells + self.row(b, step - 1) * width
        kernels.lstmCellGradient(
            gates + row * shape.gates, previousCell, cells + row * width, dState, dCell + b * width,
            dRecurrent, width)
        (dGates + row * shape.gates).update(from: dRecurrent, count: shape.gates)
    }

    /// The hidden state that each frame was computed from, `[B, T, H]`.
    func statesBeforeFrames() -> AlignedMemory {
        let width = shape.hidden
        let before = AlignedMemory(floats: shape.batch * shape.frames * width)
        for b in 0..<shape.batch {
            for step in 0..<shape.frames {
                let target =
                    before.base + (step < lengths[b] ? row(b, step) : b * shape.frames + step) * width
                let source = step == 0 ? initialHidden + b * width : y + row(b, step - 1) * shape.outputStride
                if step < lengths[b] {
                    target.update(from: source, count: width)
                } else {
                    target.update(repeating: 0, count: width)
                }
            }
        }
        return before
    }

    private func clearPadding() {
        for b in 0..<shape.batch {
            let row = b * shape.frames + lengths[b]
            (dGates + row * shape.gates).update(
                repeating: 0, count: (shape.frames - lengths[b]) * shape.gates)
        }
    }

    private func row(_ b: Int, _ step: Int) -> Int {
        b * shape.frames + direction.frame(at: step, of: lengths[b])
    }
}
