import StenoKernels
import StenoTestSupport
import Testing

@Suite("LSTM")
struct LSTMTests {
    static let shapes = [
        LSTMShape(batch: 1, frames: 1, input: 1, hidden: 1),
        LSTMShape(batch: 3, frames: 5, input: 4, hidden: 3),
        LSTMShape(batch: 2, frames: 3, input: 5, hidden: 17),
        LSTMShape(batch: 9, frames: 2, input: 3, hidden: 32),
    ]

    @Test(
        "output, state and every gradient equal the twin's", arguments: shapes,
        [LSTMDirection.forward, .backward])
    func twin(shape: LSTMShape, direction: LSTMDirection) {
        let lengths = (0..<shape.batch).map { max(0, shape.frames - $0) }
        let problem = Problem(shape: shape, lengths: lengths, direction: direction)
        let expected = problem.expected()
        let slopes = problem.expectedGradients()
        for set in InstructionSet.supported {
            let (result, gradients) = set.force { problem.run(workers: .one) }
            #expect(largestDifference(result.y, expected.y.map { Float($0) }) < 1e-6)
            #expect(largestDifference(result.hidden, expected.hidden.map { Float($0) }) < 1e-6)
            #expect(largestDifference(result.cell, expected.cell.map { Float($0) }) < 1e-6)
            for (name, slope) in slopes {
                #expect(
                    largestDifference(gradients[name] ?? [], slope) < 1e-5, "gradient of \(name) on \(set)")
            }
        }
    }

    @Test("is the same to the last bit on one and two threads")
    func threads() {
        let shape = LSTMShape(batch: 6, frames: 100, input: 24, hidden: 40)
        let problem = Problem(shape: shape, lengths: [100, 90, 100, 5, 0, 77], direction: .forward)
        let (one, oneGradients) = problem.run(workers: .one)
        let (two, twoGradients) = problem.run(workers: Workers(count: 2))
        #expect(one.y == two.y)
        #expect(oneGradients == twoGradients)
    }

    @Test("two directions write into the rows of one output")
    func sharedRows() {
        let narrow = LSTMShape(batch: 2, frames: 4, input: 3, hidden: 5)
        var wide = narrow
        wide.outputStride = 10
        wide.outputColumn = 5
        let apart = Problem(shape: narrow, lengths: [4, 3], direction: .backward).run(workers: .one)
        let shared = Problem(shape: wide, lengths: [4, 3], direction: .backward).run(workers: .one)
        let rows = (0..<8).flatMap { Array(shared.0.y[($0 * 10 + 5)..<($0 * 10 + 10)]) }
        #expect(rows == apart.0.y)
        #expect(shared.0.y[0..<5].allSatisfy { $0.isNaN }, "the other direction's half is not touched")
        #expect(shared.1 == apart.1)
    }
}

/// One forward and backward pass over seeded numbers; the loss is the sum of y and both final states, weighted.
private struct Problem {
    let shape: LSTMShape
    let lengths: [Int]
    let direction: LSTMDirection

    struct Result {
        var y: [Float]
        var hidden: [Float]
        var cell: [Float]
    }

    var rows: Int { shape.batch * shape.frames }
    var state: Int { shape.batch * shape.hidden }
    var x: [Float] { numbers(rows * shape.input, seed: 1) }
    var inputWeights: [Float] { numbers(4 * shape.hidden * shape.input, seed: 2) }
    var recurrentWeights: [Float] { numbers(4 * shape.hidden * shape.hidden, in: -0.5...0.5, seed: 3) }
    var bias: [Float] { numbers(4 * shape.hidden, seed: 4) }
    var hidden: [Float] { numbers(state, seed: 5) }
    var cell: [Float] { numbers(state, seed: 6) }
    var dy: [Float] { numbers(rows * shape.hidden, seed: 7) }
    var dHidden: [Float] { numbers(state, seed: 8) }
    var dCell: [Float] { numbers(state, seed: 9) }

    func expected(_ changed: [String: [Double]] = [:]) -> LSTMTwin.Result {
        func value(_ name: String, _ floats: [Float]) -> [Double] { changed[name] ?? floats.map(Double.init) }
        return LSTMTwin(shape: shape, lengths: lengths, direction: direction).run(
            x: value("x", x), inputWeights: value("inputWeights", inputWeights),
            recurrentWeights: value("recurrentWeights", recurrentWeights), bias: value("bias", bias),
            hidden: value("hidden", hidden), cell: value("cell", cell))
    }

    /// Slopes of the twin's loss, by name; of large arrays only those of the first 40 elements.
    func expectedGradients() -> [String: [Float]] {
        let points = [
            "x": x, "inputWeights": inputWeights, "recurrentWeights": recurrentWeights, "bias": bias,
            "hidden": hidden,
            "cell": cell,
        ]
        let (dy, dHidden, dCell) = (dy, dHidden, dCell)
        return Dictionary(
            uniqueKeysWithValues: points.map { name, values in
                let point = values.map(Double.init)
                let rest = Array(point.dropFirst(40))
                let slope = numericalGradient(at: Array(point.prefix(40))) { moved in
                    let result = expected([name: moved + rest])
                    func weighted(_ values: [Double], _ weights: [Float]) -> Double {
                        zip(values, weights).reduce(0) { $0 + $1.0 * Double($1.1) }
                    }
                    return weighted(result.y, dy) + weighted(result.hidden, dHidden)
                        + weighted(result.cell, dCell)
                }
                return (name, slope)
            })
    }

    func run(workers: Workers) -> (Result, [String: [Float]]) {
        let stride = shape.outputStride
        var result = Result(y: [Float](repeating: .nan, count: rows * stride), hidden: hidden, cell: cell)
        var gates = [Float](repeating: .nan, count: rows * 4 * shape.hidden)
        var cells = [Float](repeating: .nan, count: rows * shape.hidden)
        let (x, inputWeights, recurrentWeights, bias) = (x, inputWeights, recurrentWeights, bias)
        mutate(&result.y, &gates, &cells) { y, gates, cells in
            mutate(&result.hidden, &result.cell) { hidden, cell in
                lstm(
                    x.span, inputWeights: inputWeights.span, recurrentWeights: recurrentWeights.span,
                    bias: bias.span,
                    shape: shape, lengths: lengths, direction: direction, hidden: &hidden, cell: &cell,
                    into: &y,
                    gates: &gates, cells: &cells, workers: workers)
            }
        }
        let dense = dy
        var spread = [Float](repeating: .nan, count: rows * stride)
        for row in 0..<rows {
            for j in 0..<shape.hidden {
                spread[row * stride + shape.outputColumn + j] = dense[row * shape.hidden + j]
            }
        }
        return (result, gradients(of: result, dy: spread, gates: gates, cells: cells, workers: workers))
    }

    private func gradients(
        of result: Result, dy: [Float], gates: [Float], cells: [Float], workers: Workers
    ) -> [String: [Float]] {
        let (x, inputWeights, recurrentWeights) = (x, inputWeights, recurrentWeights)
        let (initialHidden, initialCell) = (hidden, cell)
        var (dHidden, dCell) = (dHidden, dCell)
        var dGates = [Float](repeating: .nan, count: gates.count)
        var dx = [Float](repeating: .nan, count: x.count)
        var dInput = [Float](repeating: 0, count: inputWeights.count)
        var dRecurrent = [Float](repeating: 0, count: recurrentWeights.count)
        var dBias = [Float](repeating: 0, count: 4 * shape.hidden)
        mutate(&dInput, &dRecurrent, &dBias) { dInput, dRecurrent, dBias in
            mutate(&dHidden, &dCell) { dHidden, dCell in
                mutate(&dGates, &dx) { dGates, dx in
                    lstmGradient(
                        x: x.span, inputWeights: inputWeights.span, recurrentWeights: recurrentWeights.span,
                        shape: shape, lengths: lengths, direction: direction,
                        initialHidden: initialHidden.span,
                        initialCell: initialCell.span, y: result.y.span, gates: gates.span,
                        cells: cells.span, dy: dy.span, dHidden: &dHidden, dCell: &dCell,
                        dGates: &dGates, into: &dx, dInputWeights: &dInput, dRecurrentWeights: &dRecurrent,
                        dBias: &dBias, workers: workers)
                }
            }
        }
        return [
            "x": Array(dx.prefix(40)), "inputWeights": Array(dInput.prefix(40)),
            "recurrentWeights": Array(dRecurrent.prefix(40)), "bias": Array(dBias.prefix(40)),
            "hidden": Array(dHidden.prefix(40)), "cell": Array(dCell.prefix(40)),
        ]
    }
}
