import StenoKernels
import StenoTestSupport
import Testing

@Suite("Packed matrix")
struct PackedMatrixTests {
    @Test(
        "products equal the triple loop for every number of rows that has a tile of its own",
        arguments: 1...14,
        [
            (outputs: 1, inputs: 3), (outputs: 32, inputs: 8), (outputs: 70, inputs: 5),
            (outputs: 130, inputs: 33),
        ])
    func product(rows: Int, size: (outputs: Int, inputs: Int)) {
        let (n, k) = size
        let x = numbers(rows * k, seed: 1)
        let weights = numbers(n * k, seed: 2)
        let bias = numbers(n, seed: 3)
        let expected = (0..<(rows * n)).map { index in
            let (i, j) = (index / n, index % n)
            return Float(
                (0..<k).reduce(Double(bias[j])) { $0 + Double(x[i * k + $1]) * Double(weights[j * k + $1]) })
        }
        for set in InstructionSet.supported {
            set.force {
                let packed = PackedMatrix(weights: weights.span, outputs: n, inputs: k)
                let y = output(rows * n) { packed.multiply(x.span, bias: bias.span, into: &$0) }
                #expect(largestDifference(y, expected) < 1e-5)
                let transposed = (0..<(n * k)).map { weights[$0 % n * k + $0 / n] }
                let plain = PackedMatrix(transposed.span, inputs: k, outputs: n)
                let same = output(rows * n) { plain.multiply(x.span, bias: bias.span, into: &$0) }
                #expect(y == same)
            }
        }
    }

    @Test(
        "a row's result depends neither on the rows beside it nor on the threads",
        arguments: InstructionSet.supported)
    func independence(set: InstructionSet) {
        let (rows, n, k) = (37, 100, 65)
        let x = numbers(rows * k, seed: 1)
        let weights = numbers(n * k, seed: 2)
        set.force {
            let packed = PackedMatrix(weights: weights.span, outputs: n, inputs: k)
            let all = output(rows * n) { packed.multiply(x.span, into: &$0) }
            #expect(
                all == output(rows * n) { packed.multiply(x.span, into: &$0, workers: Workers(count: 2)) })
            for row in 0..<rows {
                let one = Array(x[(row * k)..<((row + 1) * k)])
                #expect(
                    Array(all[(row * n)..<((row + 1) * n)])
                        == output(n) { packed.multiply(one.span, into: &$0) })
            }
        }
    }
}
