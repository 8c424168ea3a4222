import Glibc

/// What is known about how likely a word is right.
public struct WordEvidence: Hashable, Sendable {
    /// The share of the hypotheses that have the word, among those that agree on all before it; 0 to 1.
    public let posterior: Double
    /// The geometric mean of its labels' highest probabilities along the path; 0 to 1.
    public let labelProbability: Double

    /// Evidence for a word.
    public init(posterior: Double, labelProbability: Double) {
        self.posterior = posterior
        self.labelProbability = labelProbability
    }
}

/// Turns evidence into a confidence that is right as often as it says: a logistic regression on the log-odds of the
/// posterior and the logarithm of the label probability (Platt 1999), fitted per model on a dev set.
public struct ConfidenceCalibration: Hashable, Sendable, Codable {
    /// The log-odds where both inputs are zero.
    public var bias: Double
    /// The weight of the posterior's log-odds; its inverse is a temperature.
    public var posterior: Double
    /// The weight of the natural logarithm of the label probability.
    public var labelProbability: Double

    /// A calibration with known weights.
    public init(bias: Double, posterior: Double, labelProbability: Double) {
        self.bias = bias
        self.posterior = posterior
        self.labelProbability = labelProbability
    }

    /// How likely a word with this evidence is right, from 0 to 1.
    public func confidence(for evidence: WordEvidence) -> Double {
        let inputs = Self.inputs(of: evidence)
        return Self.logistic(bias + posterior * inputs.0 + labelProbability * inputs.1)
    }

    /// The posterior's log-odds and the label probability's logarithm, both within what a beam can tell apart.
    private static func inputs(of evidence: WordEvidence) -> (Double, Double) {
        let posterior = min(max(evidence.posterior, 1e-6), 1 - 1e-6)
        return (log(posterior / (1 - posterior)), log(max(evidence.labelProbability, 1e-6)))
    }

    private static func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
}

extension ConfidenceCalibration {
    /// The calibration of greatest likelihood on words known to be right or wrong (Newton's method, 25 steps).
    ///
    /// Targets are drawn in from 0 and 1 as Platt does, and a weak prior holds weights that the data does not
    /// determine near zero.
    public init(fitting words: [(evidence: WordEvidence, isRight: Bool)]) {
        let right = Double(words.count { $0.isRight })
        let wrong = Double(words.count) - right
        let (high, low) = ((right + 1) / (right + 2), 1 / (wrong + 2))
        let rows = words.map { word -> (x: [Double], y: Double) in
            let inputs = Self.inputs(of: word.evidence)
            return ([1, inputs.0, inputs.1], word.isRight ? high : low)
        }
        var weights = [0.0, 0.0, 0.0]
        for _ in 0..<25 {
            var gradient = weights.map { -1e-3 * $0 }
            var curvature = (0..<3).map { i in (0..<3).map { $0 == i ? 1e-3 : 0.0 } }
            for (x, y) in rows {
                let p = Self.logistic(weights[0] * x[0] + weights[1] * x[1] + weights[2] * x[2])
                for i in 0..<3 {
                    gradient[i] += (y - p) * x[i]
                    for j in 0..<3 { curvature[i][j] += p * (1 - p) * x[i] * x[j] }
                }
            }
            let step = Self.solve(curvature, gradient)
            for i in 0..<3 { weights[i] += step[i] }
        }
        self.init(bias: weights[0], posterior: weights[1], labelProbability: weights[2])
    }

    /// Gaussian elimination; the matrix is symmetric and positive definite, so it needs no pivoting.
    private static func solve(_ matrix: [[Double]], _ values: [Double]) -> [Double] {
        var (a, b) = (matrix, values)
        for column in b.indices {
            for row in (column + 1)..<max(b.count, column + 1) {
                let factor = a[row][column] / a[column][column]
                for k in column..<b.count { a[row][k] -= factor * a[column][k] }
                b[row] -= factor * b[column]
            }
        }
        for row in b.indices.reversed() {
            for k in (row + 1)..<max(b.count, row + 1) { b[row] -= a[row][k] * b[k] }
            b[row] /= a[row][row]
        }
        return b
    }
}
