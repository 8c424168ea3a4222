import Foundation
import StenoKernels
import StenoTestSupport
import Testing

@Suite("Softmax")
struct SoftmaxTests {
    @Test("values equal the definition", arguments: InstructionSet.supported, awkwardCounts)
    func values(set: InstructionSet, columns: Int) {
        let x = numbers(3 * columns, in: -20...20)
        let normalizers = (0..<3).map { row in
            Foundation.log((0..<columns).reduce(0) { $0 + Foundation.exp(Double(x[row * columns + $1])) })
        }
        let logs = x.indices.map { Double(x[$0]) - normalizers[$0 / columns] }
        set.force {
            let y = output(x.count) { softmax(x.span, columns: columns, into: &$0) }
            #expect(
                largestRelativeDifference(y, from: logs.map { Float(Foundation.exp($0)) }, floor: 1e-6) < 1e-5
            )
            let z = output(x.count) { logSoftmax(x.span, columns: columns, into: &$0) }
            #expect(largestDifference(z, logs.map { Float($0) }) < 1e-5)
            let sums = output(3) { logSumExp(x.span, columns: columns, into: &$0) }
            #expect(largestDifference(sums, normalizers.map { Float($0) }) < 1e-5)
        }
    }

    @Test("large values do not overflow, and -inf is a probability of 0", arguments: InstructionSet.supported)
    func extremes(set: InstructionSet) {
        set.force {
            let x: [Float] = [1e4, 1e4, -.infinity]
            #expect(output(3) { softmax(x.span, columns: 3, into: &$0) } == [0.5, 0.5, 0])
            #expect(output(3) { logSoftmax(x.span, columns: 3, into: &$0) }[2] == -.infinity)
            let nothing = [Float](repeating: -.infinity, count: 20)
            #expect(output(1) { logSumExp(nothing.span, columns: 20, into: &$0) } == [-.infinity])
        }
    }

    @Test("gradients equal numerical ones", arguments: InstructionSet.supported)
    func gradients(set: InstructionSet) {
        let columns = 19
        let x = numbers(2 * columns, in: -2...2)
        let dy = numbers(2 * columns, seed: 2)
        func weighted(_ x: [Double], log: Bool) -> Double {
            (0..<2).reduce(0) { total, row in
                let part = x[(row * columns)..<((row + 1) * columns)]
                let normalizer = Foundation.log(part.reduce(0) { $0 + Foundation.exp($1) })
                return total
                    + part.indices.reduce(0) {
                        $0 + Double(dy[$1]) * (log ? x[$1] - normalizer : Foundation.exp(x[$1] - normalizer))
                    }
            }
        }
        let point = x.map(Double.init)
        let softmaxSlope = numericalGradient(at: point) { weighted($0, log: false) }
        let logSoftmaxSlope = numericalGradient(at: point) { weighted($0, log: true) }
        set.force {
            let y = output(x.count) { softmax(x.span, columns: columns, into: &$0) }
            let dx = output(x.count) { softmaxGradient(y: y.span, dy: dy.span, columns: columns, into: &$0) }
            #expect(largestDifference(dx, softmaxSlope) < 1e-6)
            let z = output(x.count) { logSoftmax(x.span, columns: columns, into: &$0) }
            let dz = output(x.count) {
                logSoftmaxGradient(y: z.span, dy: dy.span, columns: columns, into: &$0)
            }
            #expect(largestDifference(dz, logSoftmaxSlope) < 1e-5)
        }
    }
}
