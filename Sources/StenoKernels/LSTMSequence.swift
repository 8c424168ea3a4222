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

    /// All steps; at each, one product for all sequences that are still going on. Where the weights are worth it, the
    /// workers share the cells of a step.
    func run(_ weights: InferenceWeights, workers: Workers) {
        clearPadding()
        let (width, order) = (shape.hidden, longestFirst(lengths))
        // A step reads the states before it in one half and leaves its own in the other.
        let states = AlignedMemory(floats: 2 * shape.batch * width)
        func state(_ slot: Int, after steps: Int) -> UnsafeMutablePointer<Float> {
            states.base + (steps % 2 * shape.batch + slot) * width
        }
        let recurrent = AlignedMemory(floats: shape.batch * shape.gates)
        for (slot, b) in order.enumerated() {
            state(slot, after: 0).update(from: hidden + b * width, count: width)
        }
        let parts = parts(weights, workers)
        workers.forEach(steps: shape.frames, pieces: parts.count) { step, piece in
            let part = parts[piece]
            let active = order.prefix { lengths[$0] > step }
            weights.multiply(
                state(0, after: step), stride: width, rows: active.count, panels: part.panels.order(at: step),
                into: recurrent.base, stride: shape.gates)
            for (slot, b) in active.enumerated() {
                advance(
                    b, step, part.cells, recurrent: recurrent.base + slot * shape.gates,
                    state: state(slot, after: step + 1))
            }
        }
        for (slot, b) in order.enumerated() {
            (hidden + b * width).update(from: state(slot, after: lengths[b]), count: width)
        }
    }

    /// Some cells of the layer, and the panels of the recurrent weights that make their gates.
    private struct Part {
        let cells: Range<Int>
        let panels: PanelsThereAndBack

        init(cells: Range<Int>, panels: [Range<Int>]) {
            self.cells = cells
            self.panels = PanelsThereAndBack(panels, atOnce: 8)
        }
    }

    private func parts(_ weights: InferenceWeights, _ workers: Workers) -> [Part] {
        let panels = Panels.count(shape.hidden)
        let whole = [Part(cells: 0..<shape.hidden, panels: [0..<Panels.count(shape.gates)])]
        guard shape.hidden % Panels.columns == 0 else { return whole }
        let pieces = workers.pieces(of: panels, bytes: weights.bytes)
        guard pieces > 1 else { return whole }
        return (0..<pieces).map { piece in
            let part = panels * piece / pieces..<panels * (piece + 1) / pieces
            return Part(
                cells: part.lowerBound * Panels.columns..<part.upperBound * Panels.columns,
                panels: (0..<4).map { gate in
                    gate * panels + part.lowerBound..<gate * panels + part.upperBound
                })
        }
    }

    private func advance(
        _ b: Int, _ step: Int, _ part: Range<Int>, recurrent: UnsafePointer<Float>,
        state: UnsafeMutablePointer<Float>
    ) {
        let (first, count) = (part.lowerBound, part.count)
        let row = b * shape.frames + direction.frame(at: step, of: lengths[b])
        let now = cell + b * shape.hidden + first
        kernels.lstmCell(
            gates + row * shape.gates + first, recurrent + first, now, now, state + first, count, shape.hidden
        )
        if let cells { (cells + row * shape.hidden + first).update(from: now, count: count) }
        (y + row * shape.outputStride + first).update(from: state + first, count: count)
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
