import StenoKernels
import StenoTestSupport
import Testing

@Suite("Matrix product")
struct MatrixProductTests {
    /// What sums of k products may be off by rounding.
    private static func bound(_ k: Int) -> Float { 1e-5 * Float(1 + k / 400) }

    static let sizes = [
        (1, 1, 1), (1, 40, 17), (3, 5, 7), (8, 33, 64), (16, 100, 30), (33, 65, 129), (800, 20, 9),
        (300, 40, 800), (26, 700, 450),
    ]

    @Test(
        "equals the triple loop for every orientation and size", arguments: sizes,
        [TransposedFactors.none, .first, .second, .both])
    func product(size: (Int, Int, Int), transposed: TransposedFactors) {
        let (m, n, k) = size
        let a = numbers(m * k, seed: 1)
        let b = numbers(k * n, seed: 2)
        let c = numbers(m * n, seed: 3)
        let firstTransposed = transposed == .first || transposed == .both
        let secondTransposed = transposed == .second || transposed == .both
        let expected = (0..<(m * n)).map { index in
            let (i, j) = (index / n, index % n)
            let sum = (0..<k).reduce(0.0) { sum, l in
                sum + Double(firstTransposed ? a[l * m + i] : a[i * k + l])
                    * Double(secondTransposed ? b[j * k + l] : b[l * n + j])
            }
            return Float(0.5 * sum + 2 * Double(c[index]))
        }
        for set in InstructionSet.supported {
            let result = set.force {
                output(m * n) {
                    copy(c.span, into: &$0)
                    matrixProduct(
                        a.span, b.span, transposing: transposed, into: &$0, m: m, n: n, k: k, alpha: 0.5,
                        beta: 2)
                }
            }
            #expect(largestDifference(result, expected) < Self.bound(k))
        }
    }

    @Test(
        "adds a bias to every row, large factors or small",
        arguments: [(3, 5, 7), (40, 33, 20), (26, 700, 450)],
        [TransposedFactors.none, .first])
    func bias(size: (Int, Int, Int), transposed: TransposedFactors) {
        let (m, n, k) = size
        let (a, b, bias) = (numbers(m * k, seed: 1), numbers(k * n, seed: 2), numbers(n, seed: 3))
        let plain = output(m * n) {
            matrixProduct(a.span, b.span, transposing: transposed, into: &$0, m: m, n: n, k: k)
        }
        let moved = output(m * n) {
            matrixProduct(
                a.span, b.span, transposing: transposed, bias: bias.span, into: &$0, m: m, n: n, k: k)
        }
        #expect(largestDifference(moved, plain.indices.map { plain[$0] + bias[$0 % n] }) < Self.bound(k))
    }

    @Test(
        "the gradients of an affine map are the products with the output's columns, and their sums",
        arguments: InstructionSet.supported, [(7, 5, 3), (50, 33, 20), (150, 40, 900), (70, 1100, 450)])
    func affine(set: InstructionSet, size: (outputs: Int, inputs: Int, rows: Int)) {
        let (outputs, inputs, rows) = size
        let (x, dy) = (numbers(rows * inputs, seed: 1), numbers(rows * outputs, seed: 2))
        let before = numbers(outputs, seed: 3)
        let expected = output(outputs * inputs) {
            matrixProduct(dy.span, x.span, transposing: .first, into: &$0, m: outputs, n: inputs, k: rows)
        }
        let sums = before.indices.map { column in
            Float((0..<rows).reduce(Double(before[column])) { $0 + Double(dy[$1 * outputs + column]) })
        }
        var dBias = before
        var once: [Float] = []
        for times in 1...2 {
            dBias = before
            var db = dBias.mutableSpan
            let dWeight = set.force {
                output(outputs * inputs) { dw in
                    if times == 2 { copy(once.span, into: &dw) }
                    affineGradient(
                        x: x.span, dy: dy.span, dWeight: &dw, accumulates: times == 2, dBias: &db)
                }
            }
            if times == 1 { once = dWeight }
            let due = expected.map { $0 * Float(times) }
            #expect(largestDifference(dWeight, due) < 2 * Self.bound(rows))
            #expect(largestDifference(dBias, sums) < Self.bound(rows))
        }
    }

    @Test("is the same to the last bit on one and two threads, and reads nothing of C when beta is 0")
    func threads() {
        let (m, n, k) = (900, 70, 130)
        let a = numbers(m * k, seed: 1)
        let b = numbers(k * n, seed: 2)
        let one = output(m * n) { matrixProduct(a.span, b.span, into: &$0, m: m, n: n, k: k) }
        let two = output(m * n) {
            matrixProduct(a.span, b.span, into: &$0, m: m, n: n, k: k, workers: Workers(count: 2))
        }
        #expect(one == two)
        #expect(one.allSatisfy { $0.isFinite })
    }

    @Test("a batch is its products one by one")
    func batch() {
        let (batch, m, n, k) = (3, 4, 5, 6)
        let a = numbers(batch * m * k, seed: 1)
        let b = numbers(batch * k * n, seed: 2)
        let all = output(batch * m * n) {
            batchedMatrixProduct(
                a.span, b.span, transposing: .second, into: &$0, batch: batch, m: m, n: n, k: k)
        }
        var single: [Float] = []
        for index in 0..<batch {
            let first = Array(a[(index * m * k)..<((index + 1) * m * k)])
            let second = Array(b[(index * k * n)..<((index + 1) * k * n)])
            single += output(m * n) {
                matrixProduct(first.span, second.span, transposing: .second, into: &$0, m: m, n: n, k: k)
            }
        }
        #expect(largestDifference(all, single) < 1e-6)
    }
}
