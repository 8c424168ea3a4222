import Foundation
import StenoKernels
import StenoTestSupport
import Testing

@Suite("Gated linear unit")
struct GatedLinearUnitTests {
    @Test("values and gradients equal the definition", arguments: InstructionSet.supported, [1, 16, 21])
    func definition(set: InstructionSet, columns: Int) {
        let rows = 3
        let x = numbers(rows * 2 * columns, in: -3...3)
        let dy = numbers(rows * columns, seed: 2)
        func twin(_ x: [Double]) -> [Double] {
            (0..<(rows * columns)).map { index in
                let a = (index / columns) * 2 * columns + index % columns
                return x[a] / (1 + Foundation.exp(-x[a + columns]))
            }
        }
        let point = x.map(Double.init)
        let numerical = numericalGradient(at: point) { x in
            zip(twin(x), dy).reduce(0) { $0 + $1.0 * Double($1.1) }
        }
        set.force {
            let y = output(dy.count) { gatedLinearUnit(x.span, columns: columns, into: &$0) }
            #expect(largestDifference(y, twin(point).map { Float($0) }) < 1e-6)
            let dx = output(x.count) {
                gatedLinearUnitGradient(x: x.span, dy: dy.span, columns: columns, into: &$0)
            }
            #expect(largestDifference(dx, numerical) < 1e-6)
        }
    }
}
