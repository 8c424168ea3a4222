import Foundation
import StenoKernels
import StenoTestSupport
import Testing

/// Against a plain twin, around the numbers of queries that attend together and the widths of vectors.
@Suite("Attention kernels")
struct AttentionTests {
    enum Mask: CaseIterable { case everything, chunks, ragged }

    private struct Case {
        let shape: AttentionShape
        let mask: AttentionMask
        let queries, keys, values, positionQueries, positionKeys: [Float]

        init(queries count: Int, keys keyCount: Int, width: Int, mask: Mask) {
            let shape = AttentionShape(batch: 2, queries: count, keys: keyCount, heads: 2, width: width)
            let visible = (0..<2 * count).map { query -> Range<Int> in
                switch mask {
                case .everything: return 0..<keyCount
                case .chunks:
                    let end = min(keyCount, (query % count / 5 + 1) * 5)
                    return max(0, end - 12)..<end
                case .ragged:
                    let (a, b) = (query * 7 % (keyCount + 1), query * 11 % (keyCount + 1))
                    return min(a, b)..<max(a, b)
                }
            }
            self.shape = shape
            self.mask = AttentionMask(visible: visible)
            queries = numbers(2 * count * width, in: -3...3, seed: 1)
            keys = numbers(2 * keyCount * width, in: -3...3, seed: 2)
            values = numbers(2 * keyCount * width, seed: 3)
            positionQueries = numbers(2 * count * width, in: -3...3, seed: 4)
            positionKeys = numbers(shape.distances * width, in: -3...3, seed: 5)
        }

        func output(hasPositions: Bool, workers: Workers) -> [Float] {
            StenoKernelsTests.output(queries.count) {
                if hasPositions {
                    relativeAttention(
                        queries: queries.span, keys: keys.span, values: values.span,
                        positionQueries: positionQueries.span, positionKeys: positionKeys.span, shape: shape,
                        mask: mask, into: &$0, workers: workers)
                } else {
                    attention(
                        queries: queries.span, keys: keys.span, values: values.span, shape: shape, mask: mask,
                        into: &$0, workers: workers)
                }
            }
        }

        func expected(hasPositions: Bool) -> [Float] {
            let headWidth = shape.width / shape.heads
            return queries.indices.map { index in
                let (row, column) = (index / shape.width, index % shape.width)
                let (sequence, query) = (row / shape.queries, row % shape.queries)
                let head = column / headWidth * headWidth
                func product(_ a: [Float], _ i: Int, _ b: [Float], _ j: Int) -> Double {
                    (head..<head + headWidth).reduce(0) {
                        $0 + Double(a[i * shape.width + $1]) * Double(b[j * shape.width + $1])
                    }
                }
                let weights = mask.visible[row].map { key -> (key: Int, weight: Double) in
                    var score = product(queries, row, keys, sequence * shape.keys + key)
                    if hasPositions {
                        score += product(positionQueries, row, positionKeys, shape.queries - 1 - query + key)
                    }
                    return (sequence * shape.keys + key, exp(score / Double(headWidth).squareRoot()))
                }
                let total = weights.reduce(0) { $0 + $1.weight }
                guard total > 0 else { return 0 }
                return Float(
                    weights.reduce(0) { $0 + $1.weight * Double(values[$1.key * shape.width + column]) }
                        / total)
            }
        }
    }

    @Test(
        "every query gives the mean of the values it sees",
        arguments: [
            (queries: 1, keys: 9, width: 6), (15, 15, 8), (16, 3, 72), (17, 40, 20), (32, 33, 100),
            (75, 75, 34),
        ], Mask.allCases)
    func means(size: (queries: Int, keys: Int, width: Int), mask: Mask) {
        let test = Case(queries: size.queries, keys: size.keys, width: size.width, mask: mask)
        for hasPositions in [false, true] {
            let expected = test.expected(hasPositions: hasPositions)
            for set in InstructionSet.supported {
                set.force {
                    let y = test.output(hasPositions: hasPositions, workers: .one)
                    #expect(largestDifference(y, expected) < 1e-5)
                    #expect(y == test.output(hasPositions: hasPositions, workers: Workers(count: 2)))
                }
            }
        }
    }
}
