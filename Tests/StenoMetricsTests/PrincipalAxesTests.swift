import Foundation
import StenoMetrics
import StenoRandom
import Testing

@Suite("Principal axes")
struct PrincipalAxesTests {
    private func random(_ count: Int, _ size: Int, seed: UInt64) -> [[Double]] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { _ in
            (0..<size).map { column in
                Double.random(in: -1...1, using: &generator) * Double(size - column) / Double(size)
            }
        }
    }

    private func product(_ a: [Double], _ b: [Double]) -> Double {
        zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
    }

    private func cosine(_ degrees: Double) -> Double { cos(degrees * .pi / 180) }

    @Test("of an ellipse are its own, and their shares those of its squared lengths")
    func ellipse() {
        // Around (5, -1), axes 3 and 1 along (4, 3) / 5 and (-3, 4) / 5: cos² and sin² of a circle both have mean 1/2.
        let points = stride(from: 0.0, to: 360, by: 5).map { degrees -> [Double] in
            let (a, b) = (3 * cosine(degrees), cosine(degrees - 90))
            return [5 + (4 * a - 3 * b) / 5, -1 + (3 * a + 4 * b) / 5]
        }
        let axes = PrincipalAxes(of: points, count: 2)
        // Sums of 72 numbers of about 1, in double precision.
        for (found, known) in [
            (axes.center, [5, -1]), (axes.axes[0], [0.8, 0.6]), (axes.axes[1], [-0.6, 0.8]),
            (axes.shares, [0.9, 0.1]), (axes.coordinates(of: [5.8, -0.4]), [1, 0]),
        ] { #expect(zip(found, known).allSatisfy { abs($0 - $1) < 1e-9 }, "\(found) is not \(known)") }
    }

    @Test("are those that power iteration finds, one after the other")
    func powerIteration() {
        let points = random(300, 24, seed: 3)
        let axes = PrincipalAxes(of: points, count: 2)
        let middle = points[0].indices.map { column in points.reduce(0) { $0 + $1[column] } / 300 }
        var offsets = points.map { zip($0, middle).map { $0 - $1 } }
        for axis in axes.axes {
            var direction = [Double](repeating: 1, count: 24)
            for _ in 0..<3_000 {
                let seen = offsets.map { product($0, direction) }
                let sum = direction.indices.map { column in
                    zip(offsets, seen).reduce(0) { $0 + $1.0[column] * $1.1 }
                }
                let length = product(sum, sum).squareRoot()
                direction = sum.map { $0 / length }
            }
            // Power iteration converges by the ratio of eigenvalues, about 0.9 a step; what is left is rounding.
            #expect(abs(abs(product(direction, axis)) - 1) < 1e-6)
            offsets = offsets.map { offset in
                let part = product(offset, direction)
                return zip(offset, direction).map { $0 - part * $1 }
            }
        }
    }

    @Test("are of unit length and at right angles, and all of them have all of the variance")
    func orthogonal() {
        let axes = PrincipalAxes(of: random(50, 12, seed: 4), count: 12)
        for (row, a) in axes.axes.enumerated() {
            for (column, b) in axes.axes.enumerated() {
                #expect(abs(product(a, b) - (row == column ? 1 : 0)) < 1e-9)
            }
        }
        #expect(abs(axes.shares.reduce(0, +) - 1) < 1e-9)
        #expect(axes.shares == axes.shares.sorted(by: >))
    }

    @Test("of points that are all the same have no variance, and place them in the middle")
    func degenerate() {
        let axes = PrincipalAxes(of: [[1, 2], [1, 2]], count: 2)
        #expect(axes.shares == [0, 0])
        #expect(axes.coordinates(of: [1, 2]) == [0, 0])
    }
}
