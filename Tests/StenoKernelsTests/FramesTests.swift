import Foundation
import StenoKernels
import StenoTestSupport
import Testing

@Suite("Frames of speech")
struct FramesTests {
    @Test("a frame is what its definition says", arguments: InstructionSet.supported)
    func window(_ set: InstructionSet) {
        for count in awkwardCounts {
            for (removesMean, preemphasis) in [(true, Float(0.97)), (false, 0.97), (true, 0)] {
                let x = numbers(count).map { $0 + 0.3 }
                let window = numbers(count, seed: 2)
                let mean = removesMean ? x.reduce(0.0) { $0 + Double($1) } / Double(count) : 0
                let d = x.map { Double($0) - mean }
                let expected = d.indices.map { index in
                    Float(Double(window[index]) * (d[index] - Double(preemphasis) * d[max(index - 1, 0)]))
                }
                var energy: Float = 0
                let frame = set.force {
                    output(count) {
                        energy = windowFrame(
                            x.span, window: window.span, removesMean: removesMean, preemphasis: preemphasis,
                            into: &$0)
                    }
                }
                #expect(largestDifference(frame, expected) < 1e-6)
                let exact = d.reduce(0) { $0 + $1 * $1 }
                #expect(abs(Double(energy) - exact) <= 1e-6 * Double(count))
            }
        }
    }

    @Test("rows with runs of weights multiply like full rows", arguments: InstructionSet.supported)
    func sparseRows(_ set: InstructionSet) {
        let columns = 129
        let runs = [(0, 1), (3, 15), (7, 16), (50, 17), (0, 129), (128, 1), (100, 0)].map { start, count in
            (start: start, weights: numbers(count, seed: UInt64(start + 1)))
        }
        let rows = SparseRows(runs, columns: columns)
        let x = numbers(rows.paddedColumns)
        let expected = runs.map { run in
            Float(
                run.weights.indices.reduce(0.0) { $0 + Double(run.weights[$1]) * Double(x[run.start + $1]) })
        }
        let sums = set.force { output(rows.count) { rows.multiply(x.span, into: &$0) } }
        #expect(largestDifference(sums, expected) < 1e-5)
    }

    @Test(
        "the log is floored and otherwise right to two units in the last place",
        arguments: InstructionSet.supported)
    func log(_ set: InstructionSet) {
        for count in awkwardCounts {
            let x = numbers(count, in: 0...1_000) + [0, -1, 1e-30, 1e30]
            let y = set.force {
                output(x.count) {
                    copy(x.span, into: &$0)
                    logFloored(&$0, floor: 1e-7)
                }
            }
            for (value, x) in zip(y, x) {
                #expect(
                    unitsInLastPlace(value, exact: Foundation.log(max(Double(x), Double(Float(1e-7))))) < 2)
            }
        }
    }
}
