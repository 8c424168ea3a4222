import StenoKernels
import StenoTestSupport
import Testing

@Suite("Eight-bit products")
struct QuantizedMatrixTests {
    static let sizes = [
        (outputs: 1, inputs: 1), (outputs: 16, inputs: 4), (outputs: 70, inputs: 33),
        (outputs: 150, inputs: 130),
    ]

    @Test(
        "every instruction set gives the product of the rounded numbers", arguments: [1, 2, 3, 4, 5, 10],
        sizes)
    func rounded(rows: Int, size: (outputs: Int, inputs: Int)) {
        let (n, k) = size
        let x = numbers(rows * k, in: -3...3, seed: 1)
        let weights = numbers(n * k, seed: 2)
        let bias = numbers(n, seed: 3)
        let (xScales, xs) = quantized(x, rows: rows)
        let (wScales, ws) = quantized(weights, rows: n)
        let expected = (0..<(rows * n)).map { index in
            let (i, j) = (index / n, index % n)
            let sum = (0..<k).reduce(0) { $0 + xs[i * k + $1] * ws[j * k + $1] }
            return Float(sum) * xScales[i] * wScales[j] + bias[j]
        }
        for set in InstructionSet.supported {
            set.force {
                let matrix = QuantizedMatrix(weights: weights.span, outputs: n, inputs: k)
                let y = output(rows * n) { matrix.multiply(x.span, bias: bias.span, into: &$0) }
                #expect(largestDifference(y, expected) < 2e-5, "on \(set)")
            }
        }
    }

    @Test("the product is within 2 % of the exact one, relative to the row's norm")
    func closeness() {
        let (rows, n, k) = (4, 96, 256)
        let x = numbers(rows * k, seed: 1)
        let weights = numbers(n * k, seed: 2)
        let exact = output(rows * n) {
            matrixProduct(x.span, weights.span, transposing: .second, into: &$0, m: rows, n: n, k: k)
        }
        let matrix = QuantizedMatrix(weights: weights.span, outputs: n, inputs: k)
        let y = output(rows * n) { matrix.multiply(x.span, into: &$0) }
        let difference = zip(y, exact).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        #expect(difference / squaredNorm(exact.span) < 0.02 * 0.02)
    }

    @Test("rows and weights of zeros give zero, and two threads the same bits")
    func zeros() {
        let (n, k) = (1024, 600)
        let zero = [Float](repeating: 0, count: k)
        let weights = numbers(n * k, seed: 2)
        let matrix = QuantizedMatrix(weights: weights.span, outputs: n, inputs: k)
        #expect(output(n) { matrix.multiply(zero.span, into: &$0) } == [Float](repeating: 0, count: n))
        let x = numbers(k)
        let one = output(n) { matrix.multiply(x.span, into: &$0) }
        #expect(one == output(n) { matrix.multiply(x.span, into: &$0, workers: Workers(count: 2)) })
    }

    /// Scales and rounded values of each row.
    private func quantized(_ x: [Float], rows: Int) -> (scales: [Float], values: [Int]) {
        let columns = x.count / rows
        let scales = (0..<rows).map { row in
            x[(row * columns)..<((row + 1) * columns)].reduce(0) { max($0, abs($1)) } / 127
        }
        let values = x.indices.map { index in
            let inverse = 127 / (scales[index / columns] * 127)
            return Int((x[index] * inverse).rounded(.toNearestOrEven))
        }
        return (scales, values)
    }
}
