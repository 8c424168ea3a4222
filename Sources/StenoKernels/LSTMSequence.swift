import CKernels

/// The recurrence of `lstm` on addresses.
struct LSTMSequence {
    let shape: LSTMShape
    let lengths: [Int]
    let direction: LSTMDirection
    let gates: UnsafeMutablePointer<Float>
    /// Where every frame's cell is kept; nil when only the last is wanted.
    let cells: UnsafeMutablePointer<Float>?
    let y: UnsafeMutablePointer<Float>
    let hidden: UnsafeMutablePointer<Float>
    let cell: UnsafeMutablePointer<Float>

    /// All steps; at each, one product for all sequences that are still going on.
    func run(_ weights: InferenceWeights, workers: Workers) {
        clearPadding()
        let (width, order) = (shape.hidden, longestFirst(lengths))
        let states = AlignedMemory(floats: shape.batch * width)
        let recurrent = AlignedMemory(floats: shape.batch * shape.gates)
        for (slot, b) in order.enumerated() {
            (states.base + slot * width).update(from: hidden + b * width, count: width)
        }
        for step in 0..<shape.frames {
            let active = order.prefix { lengths[$0] > step }
            weights.multiply(
                states.base, stride: width, rows: active.count, into: recurrent.base, stride: shape.gates,
                workers: workers)
            for (slot, b) in active.enumerated() {
                advance(
                    b, step, recurrent: recurrent.base + slot * shape.gates, state: states.base + slot * width
                )
            }
        }
        for (slot, b) in order.enumerated() {
            (hidden + b * width).update(from: states.base + slot * width, count: width)
        }
    }

    private func advance(
        _ b: Int, _ step: Int, recurrent: UnsafePointer<Float>, state: UnsafeMutablePointer<Float>
    ) {
        let width = shape.hidden
        let row = b * shape.frames + direction.frame(at: step, of: lengths[b])
        let now = cell + b * width
        kernels.lstmCell(gates + row * shape.gates, recurrent, now, now, state, width)
        if let cells { (cells + row * width).update(from: now, count: width) }
        (y + row * shape.outputStride).update(from: state, count: width)
    }

    /// Sets output, cells and gates after each sequence's end to 0.
    private func clearPadding() {
        for b in 0..<shape.batch {
            for row in (b * shape.frames + lengths[b])..<((b + 1) * shape.frames) {
                (y + row * shape.outputStride).update(repeating: 0, count: shape.hidden)
                if let cells { (cells + row * shape.hidden).update(repeating: 0, count: shape.hidden) }
                (gates + row * shape.gates).update(repeating: 0, count: shape.gates)
            }
        }
    }
}

/// The sequences by falling length, so that those still going on at any step come first.
func longestFirst(_ lengths: [Int]) -> [Int] {
    lengths.indices.sorted { (-lengths[$0], $0) < (-lengths[$1], $1) }
}
