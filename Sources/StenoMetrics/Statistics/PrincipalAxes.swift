/// The directions in which points are spread most: an orthogonal basis in which their coordinates are uncorrelated
/// (Pearson 1901).
package struct PrincipalAxes: Sendable {
    /// The middle of the points, `[D]`.
    package let center: [Double]
    /// The first axes, of unit length and at right angles, `[A][D]`. Of the two directions of an axis, the one in which
    /// its largest coordinate is positive.
    package let axes: [[Double]]
    /// What part of the variance each axis has, from 0 to 1, falling.
    package let shares: [Double]

    /// - Parameters:
    ///   - points: At least one, of one size, `[N][D]`.
    ///   - count: How many axes; there are no more than `D`.
    package init(of points: [[Double]], count: Int) {
        precondition(!points.isEmpty, "no points have no axes")
        let middle = points[0].indices.map { column in
            points.reduce(0) { $0 + $1[column] } / Double(points.count)
        }
        let spread = SymmetricMatrix(covarianceOf: points, around: middle).spectrum
        let variance = spread.reduce(0) { $0 + max(0, $1.value) }
        center = middle
        axes = spread.prefix(count).map { Self.directed($0.vector) }
        shares = spread.prefix(count).map { variance > 0 ? max(0, $0.value) / variance : 0 }
    }

    /// A point in the coordinates of the axes, `[A]`.
    package func coordinates(of point: [Double]) -> [Double] {
        axes.map { axis in
            zip(axis, zip(point, center)).reduce(0) { $0 + $1.0 * ($1.1.0 - $1.1.1) }
        }
    }

    private static func directed(_ axis: [Double]) -> [Double] {
        let largest = axis.max { abs($0) < abs($1) } ?? 0
        return largest < 0 ? axis.map { -$0 } : axis
    }
}
