extension Tensor {
    /// Every row of the last axis as a vector of length 1; a row of zeros stays one.
    package func scaledToUnitRows() -> Tensor {
        let epsilon: Float = 1e-12
        let lengths = squaredRows().mapped { ($0 + epsilon).squareRoot() }
        let y = combined(with: lengths) { $0 / $1 }
        return y.derived(from: self) { dy in
            // Only what is perpendicular to the row changes its direction.
            let along = dy.combined(with: y) { $0 * $1 }.rowSums()
            let perpendicular = dy.combined(with: y.combined(with: along) { $0 * $1 }) { $0 - $1 }
            return perpendicular.combined(with: lengths) { $0 / $1 }
        }
    }

    private func squaredRows() -> Tensor {
        combined(with: self) { $0 * $1 }.rowSums()
    }

    /// `[…, 1]` from `[…, D]`, off the tape.
    private func rowSums() -> Tensor {
        summed(to: shape.replacing(axis: -1, with: 1))
    }
}
