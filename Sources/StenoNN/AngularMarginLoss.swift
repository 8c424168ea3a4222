import Glibc
package import StenoTensor

/// Cross-entropy over scaled cosines in which the right class has to win by an angle (ArcFace, Deng et al. 2019):
/// the cosine of the right class, cos θ, is replaced by cos(θ + margin).
package struct AngularMarginLoss: Sendable {
    /// In radians.
    package var margin: Float
    /// What cosines are multiplied by to become logits.
    package var scale: Float

    package init(margin: Float, scale: Float = 30) {
        (self.margin, self.scale) = (margin, scale)
    }

    /// - Parameters:
    ///   - cosines: Of the embeddings with the directions of the classes, `[B, C]`.
    ///   - classes: The right class of each row.
    /// - Returns: The mean loss, natural log, of no axes.
    package func callAsFunction(cosines: Tensor, classes: [Int]) -> Tensor {
        let (rows, columns) = (cosines.shape[0], cosines.shape[1])
        precondition(classes.count == rows && classes.allSatisfy { (0..<columns).contains($0) })
        var logits = cosines.array
        var slopes = [Float](repeating: 1, count: rows)
        for (row, target) in classes.enumerated() {
            (logits[row * columns + target], slopes[row]) = widened(logits[row * columns + target])
        }
        let logProbabilities = (Tensor(logits, shape: [rows, columns]) * scale).logSoftmax()
        let elements = logProbabilities.array
        let loss =
            -classes.enumerated().reduce(Float(0)) { $0 + elements[$1.offset * columns + $1.element] }
            / Float(rows)
        return Tensor(loss).derived(from: cosines) { [scale] dy in
            var gradient = elements.map { exp($0) * scale * dy.item / Float(rows) }
            for (row, target) in classes.enumerated() {
                let index = row * columns + target
                gradient[index] = (gradient[index] - scale * dy.item / Float(rows)) * slopes[row]
            }
            return Tensor(gradient, shape: [rows, columns])
        }
    }

    /// The cosine of an angle widened by the margin, and its slope over the cosine of the angle.
    private func widened(_ cosine: Float) -> (value: Float, slope: Float) {
        // Beyond π - margin a wider angle would have a larger cosine again: go on in a straight line there.
        guard cosine > -cos(margin) else { return (cosine - margin * sin(margin), 1) }
        let sine = max(1 - cosine * cosine, 1e-6).squareRoot()
        return (cosine * cos(margin) - sine * sin(margin), cos(margin) + cosine / sine * sin(margin))
    }
}
