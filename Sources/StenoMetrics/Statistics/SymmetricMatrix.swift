/// A symmetric matrix of a few hundred rows.
struct SymmetricMatrix {
    private var rows: [[Double]]

    /// The covariance of points: the mean product of their distances from the middle in two columns.
    init(covarianceOf points: [[Double]], around middle: [Double]) {
        rows = middle.map { _ in [Double](repeating: 0, count: middle.count) }
        for point in points {
            let offset = zip(point, middle).map { $0 - $1 }
            for row in offset.indices {
                for column in row..<offset.count {
                    rows[row][column] += offset[row] * offset[column] / Double(points.count)
                }
            }
        }
        for row in rows.indices { for column in 0..<row { rows[row][column] = rows[column][row] } }
    }

    /// Its eigenvalues with their eigenvectors, the largest first, by the cyclic Jacobi method: each element outside
    /// the diagonal is rotated away in turn, until all are small (Golub and Van Loan 2013, section 8.5).
    var spectrum: [(value: Double, vector: [Double])] {
        var matrix = rows
        // Each row is an eigenvector in the end.
        var vectors = rows.indices.map { row in rows.indices.map { $0 == row ? 1.0 : 0 } }
        for _ in 0..<Self.mostSweeps where !Self.isDiagonal(matrix) {
            for p in matrix.indices {
                for q in matrix.indices.dropFirst(p + 1) { Self.rotate(&matrix, &vectors, p, q) }
            }
        }
        return matrix.indices.map { (matrix[$0][$0], vectors[$0]) }.sorted { $0.0 > $1.0 }
    }

    /// Convergence is quadratic: matrices of any size here need fewer than ten.
    private static let mostSweeps = 30

    private static func isDiagonal(_ matrix: [[Double]]) -> Bool {
        var (outside, all) = (0.0, 0.0)
        for row in matrix.indices {
            for column in matrix.indices {
                all += matrix[row][column] * matrix[row][column]
                if row != column { outside += matrix[row][column] * matrix[row][column] }
            }
        }
        return outside <= 1e-24 * all
    }

    /// Turns the plane of two axes so that the element between them becomes zero.
    private static func rotate(_ matrix: inout [[Double]], _ vectors: inout [[Double]], _ p: Int, _ q: Int) {
        guard matrix[p][q] != 0 else { return }
        let tau = (matrix[q][q] - matrix[p][p]) / (2 * matrix[p][q])
        let tangent = (tau < 0 ? -1 : 1) / (abs(tau) + (1 + tau * tau).squareRoot())
        let cosine = 1 / (1 + tangent * tangent).squareRoot()
        let sine = tangent * cosine
        for k in matrix.indices {
            let (a, b) = (matrix[k][p], matrix[k][q])
            (matrix[k][p], matrix[k][q]) = (cosine * a - sine * b, sine * a + cosine * b)
        }
        turn(&matrix, p, q, cosine, sine)
        turn(&vectors, p, q, cosine, sine)
    }

    private static func turn(_ rows: inout [[Double]], _ p: Int, _ q: Int, _ cosine: Double, _ sine: Double) {
        for k in rows[p].indices {
            let (a, b) = (rows[p][k], rows[q][k])
            (rows[p][k], rows[q][k]) = (cosine * a - sine * b, sine * a + cosine * b)
        }
    }
}
