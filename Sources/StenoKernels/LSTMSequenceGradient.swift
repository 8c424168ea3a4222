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

    func clearPadding() {
        for b in 0..<shape.batch {
            let row = b * shape.frames + lengths[b]
            (dGates + row * shape.gates).update(
                repeating: 0, count: (shape.frames - lengths[b]) * shape.gates)
        }
    }

    /// One step back of every sequence that is that long.
    func retreat(_ step: Int, recurrentWeights: UnsafePointer<Float>) {
        for b in 0..<shape.batch where step < lengths[b] {
            let row = self.row(b, step)
            let (dh, dc) = (dHidden + b * shape.hidden, dCell + b * shape.hidden)
            kernels.addScaled(dy + row * shape.outputStride, 1, dh, shape.hidden)
            let previousCell =
                step == 0 ? initialCell + b * shape.hidden : cells + self.row(b, step - 1) * shape.hidden
            kernels.lstmCellGradient(
                gates + row * shape.gates, previousCell, cells + row * shape.hidden, dh, dc,
                dGates + row * shape.gates, shape.hidden)
            Product(
                m: 1, n: shape.hidden, k: shape.gates, a: dGates + row * shape.gates, b: recurrentWeights,
                c: dh
            ).run(on: .one)
        }
    }

    /// The sum over frames of the outer products of a frame's gate gradients with the hidden state before it.
    func addRecurrentWeightGradient(to gradient: UnsafeMutablePointer<Float>, workers: Workers) {
        for b in 0..<shape.batch where lengths[b] > 0 {
            let (first, length) = (b * shape.frames, lengths[b])
            let firstRead = dGates + row(b, 0) * shape.gates
            Product(
                m: shape.gates, n: shape.hidden, k: 1, a: firstRead, aTransposed: true,
                b: initialHidden + b * shape.hidden, c: gradient, beta: 1
            ).run(on: .one)
            // The state before frame t is the output of the frame read before it: t - 1, or t + 1 going backward.
            let (later, earlier) = direction == .forward ? (first + 1, first) : (first, first + 1)
            Product(
                m: shape.gates, n: shape.hidden, k: length - 1, a: dGates + later * shape.gates,
                aTransposed: true,
                b: y + earlier * shape.outputStride, bStride: shape.outputStride, c: gradient, beta: 1
            ).run(on: workers)
        }
    }

    private func row(_ b: Int, _ step: Int) -> Int {
        b * shape.frames + direction.frame(at: step, of: lengths[b])
    }
}
