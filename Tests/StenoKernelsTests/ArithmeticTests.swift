import StenoKernels
import StenoTestSupport
import Testing

@Suite("Arithmetic, rows and reductions")
struct ArithmeticTests {
    @Test(
        "element by element operations equal their twins", arguments: InstructionSet.supported, awkwardCounts)
    func elementwise(set: InstructionSet, count: Int) {
        let a = numbers(count, seed: 1)
        let b = numbers(count, in: 1...2, seed: 2)
        func twin(_ f: (Float, Float) -> Float) -> [Float] { zip(a, b).map(f) }
        set.force {
            #expect(output(count) { add(a.span, b.span, into: &$0) } == twin(+))
            #expect(output(count) { subtract(a.span, b.span, into: &$0) } == twin(-))
            #expect(output(count) { multiply(a.span, b.span, into: &$0) } == twin(*))
            #expect(output(count) { divide(a.span, by: b.span, into: &$0) } == twin(/))
            #expect(output(count) { scale(a.span, by: 3, into: &$0) } == a.map { 3 * $0 })
            let sum = output(count) {
                copy(b.span, into: &$0); add(a.span, times: 0.5, to: &$0)
            }
            #expect(largestDifference(sum, twin { $1 + 0.5 * $0 }) < 1e-6)
            let product = output(count) {
                copy(b.span, into: &$0); addProduct(a.span, b.span, to: &$0)
            }
            #expect(largestDifference(product, twin { $1 + $0 * $1 }) < 1e-6)
        }
    }

    @Test(
        "column sums equal their twins", arguments: InstructionSet.supported, awkwardCounts
    )
    func columnSums(set: InstructionSet, columns: Int) {
        let rows = 5
        let x = numbers(rows * columns)
        let row = numbers(columns, seed: 2)
        let y = numbers(rows * columns, seed: 3)
        set.force {
            let sums = output(columns) {
                copy(row.span, into: &$0); addColumnSums(of: x.span, to: &$0)
            }
            let expected = (0..<columns).map { c in (0..<rows).reduce(row[c]) { $0 + x[$1 * columns + c] } }
            #expect(largestDifference(sums, expected) < 1e-6)
            let products = output(columns) {
                copy(row.span, into: &$0)
                addColumnSums(ofProduct: x.span, y.span, to: &$0)
            }
            let expectedProducts = (0..<columns).map { c in
                (0..<rows).reduce(row[c]) { $0 + x[$1 * columns + c] * y[$1 * columns + c] }
            }
            #expect(largestDifference(products, expectedProducts) < 1e-5)
        }
    }

    @Test("reductions equal their twins", arguments: InstructionSet.supported, awkwardCounts)
    func reductions(set: InstructionSet, count: Int) {
        let a = numbers(count, seed: 1)
        let b = numbers(count, seed: 2)
        set.force {
            #expect(abs(Double(sum(a.span)) - a.reduce(0) { $0 + Double($1) }) < 1e-5)
            #expect(
                abs(Double(dot(a.span, b.span)) - zip(a, b).reduce(0) { $0 + Double($1.0 * $1.1) }) < 1e-5)
            #expect(maximum(a.span) == a.max())
        }
    }

    @Test("a dropout mask has the wanted share of zeros, depends on the seed alone and keeps the mean")
    func dropoutMask() {
        let masks = InstructionSet.supported.map { set in
            set.force { output(100_000) { fillDropoutMask(&$0, probability: 0.2, seed: 7) } }
        }
        #expect(masks.allSatisfy { $0 == masks[0] })
        let zeros = masks[0].count { $0 == 0 }
        #expect(abs(zeros - 20_000) < 600, "five standard deviations of a binomial count")
        #expect(masks[0].allSatisfy { $0 == 0 || $0 == 1 / (1 - 0.2) })
        let other = output(100_000) { fillDropoutMask(&$0, probability: 0.2, seed: 8) }
        let both = zip(masks[0], other).count { $0 == 0 && $1 == 0 }
        #expect(abs(both - 4_000) < 320, "zeros of two seeds fall together as often as chance says")
        #expect(
            output(17) { fillDropoutMask(&$0, probability: 0, seed: 1) } == [Float](repeating: 1, count: 17))
    }
}
