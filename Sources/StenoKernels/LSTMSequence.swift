import CKernels

/// The recurrence of `lstm` on addresses.
struct LSTMSequence {
    let shape: LSTMShape
    let lengths: [Int]
    let direction: LSTMDirection
    let gates: UnsafeMutablePointer<Float>
    let cells: UnsafeMutablePointer<Float>
    let y: UnsafeMutablePointer<Float>
    let hidden: UnsafeMutablePointer<Float>
    let cell: UnsafeMutablePointer<Float>

    /// Sets output, cells and gates after each sequence's end to 0.
    func clearPadding() {
        for b in 0..<shape.batch {
            for t in lengths[b]..<shape.frames {
                let row = b * shape.frames + t
                (y + row * shape.outputStride).update(repeating: 0, count: shape.hidden)
                (cells + row * shape.hidden).update(repeating: 0, count: shape.hidden)
                (gates + row * shape.gates).update(repeating: 0, count: shape.gates)
            }
        }
    }

    /// One step of every sequence that is that long.
    func advance(_ step: Int, recurrentWeights: UnsafePointer<Float>) {
        for b in 0..<shape.batch where step < lengths[b] {
            let row = b * shape.frames + direction.frame(at: step, of: lengths[b])
            let (h, c) = (hidden + b * shape.hidden, cell + b * shape.hidden)
            let gate = gates + row * shape.gates
            Product(
                m: 1, n: shape.gates, k: shape.hidden, a: h, b: recurrentWeights, bTransposed: true, c: gate,
                beta: 1
            ).run(on: .one)
            kernels.lstmCell(gate, c, cells + row * shape.hidden, h, shape.hidden)
            c.update(from: cells + row * shape.hidden, count: shape.hidden)
            (y + row * shape.outputStride).update(from: h, count: shape.hidden)
        }
    }
}
