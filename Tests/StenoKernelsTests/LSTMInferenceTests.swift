import StenoKernels
import StenoTestSupport
import Testing

@Suite("LSTM for inference")
struct LSTMInferenceTests {
    let inputs = 20
    let hidden = 24
    let frames = 30

    @Test(
        "equals the LSTM of training", arguments: [LSTMDirection.forward, .backward], InstructionSet.supported
    )
    func training(direction: LSTMDirection, set: InstructionSet) {
        let shape = LSTMShape(batch: 3, frames: frames, input: inputs, hidden: hidden)
        let lengths = [30, 0, 17]
        let x = numbers(3 * frames * inputs)
        let weights = Weights(inputs: inputs, hidden: hidden)
        set.force {
            let packed = weights.packed(.float32)
            let result = run(packed, x, shape, lengths, direction)
            var expected = Run(shape)
            var gates = [Float](repeating: .nan, count: 3 * frames * 4 * hidden)
            var cells = [Float](repeating: .nan, count: 3 * frames * hidden)
            mutate(&expected.y, &gates, &cells) { y, gates, cells in
                mutate(&expected.hidden, &expected.cell) { h, c in
                    lstm(
                        x.span, inputWeights: weights.input.span, recurrentWeights: weights.recurrent.span,
                        bias: weights.bias.span, shape: shape, lengths: lengths, direction: direction,
                        hidden: &h,
                        cell: &c, into: &y, gates: &gates, cells: &cells)
                }
            }
            #expect(largestDifference(result.y, expected.y) < 1e-6)
            #expect(largestDifference(result.cell, expected.cell) < 1e-6)
        }
    }

    @Test(
        "chunks give the bits of the whole, in both precisions", arguments: [1, 4, 7],
        WeightPrecision.allCases)
    func chunks(size: Int, precision: WeightPrecision) {
        let packed = Weights(inputs: inputs, hidden: hidden).packed(precision)
        let x = numbers(frames * inputs)
        let whole = run(
            packed, x, LSTMShape(batch: 1, frames: frames, input: inputs, hidden: hidden), [frames], .forward)
        var stream = Run(LSTMShape(batch: 1, frames: 0, input: inputs, hidden: hidden))
        var y: [Float] = []
        for first in stride(from: 0, to: frames, by: size) {
            let count = min(size, frames - first)
            let shape = LSTMShape(batch: 1, frames: count, input: inputs, hidden: hidden)
            let chunk = Array(x[(first * inputs)..<((first + count) * inputs)])
            stream.y = [Float](repeating: .nan, count: count * hidden)
            advance(packed, chunk, shape, [count], .forward, &stream)
            y += stream.y
        }
        #expect(y == whole.y)
        #expect(stream.cell == whole.cell)
    }

    @Test("eight bits change the output by little", arguments: InstructionSet.supported)
    func int8(set: InstructionSet) {
        let shape = LSTMShape(batch: 1, frames: frames, input: inputs, hidden: hidden)
        let x = numbers(frames * inputs)
        let weights = Weights(inputs: inputs, hidden: hidden)
        set.force {
            let exact = run(weights.packed(.float32), x, shape, [frames], .forward)
            let rounded = run(weights.packed(.int8), x, shape, [frames], .forward)
            #expect(largestDifference(exact.y, rounded.y) < 0.02)
            #expect(exact.y != rounded.y)
        }
    }

    @Test(
        "threads that share the cells of a layer give the bits of one", arguments: WeightPrecision.allCases,
        [LSTMDirection.forward, .backward])
    func threads(precision: WeightPrecision, direction: LSTMDirection) {
        // Wide enough to be worth sharing, even in eight bits.
        let (inputs, hidden, lengths) = (8, 368, [9, 4])
        let shape = LSTMShape(batch: 2, frames: 9, input: inputs, hidden: hidden)
        let packed = Weights(inputs: inputs, hidden: hidden).packed(precision)
        let x = numbers(2 * 9 * inputs)
        let one = run(packed, x, shape, lengths, direction)
        let two = run(packed, x, shape, lengths, direction, workers: Workers(count: 2))
        #expect(one.y == two.y)
        #expect(one.hidden == two.hidden)
        #expect(one.cell == two.cell)
    }

    private struct Weights {
        let input, recurrent, bias: [Float]
        let inputs, hidden: Int

        init(inputs: Int, hidden: Int) {
            (self.inputs, self.hidden) = (inputs, hidden)
            input = numbers(4 * hidden * inputs, in: -0.3...0.3, seed: 2)
            recurrent = numbers(4 * hidden * hidden, in: -0.3...0.3, seed: 3)
            bias = numbers(4 * hidden, seed: 4)
        }

        func packed(_ precision: WeightPrecision) -> Packed {
            Packed(
                input: InferenceWeights(
                    input.span, outputs: 4 * hidden, inputs: inputs, precision: precision),
                recurrent: InferenceWeights(
                    recurrent.span, outputs: 4 * hidden, inputs: hidden, precision: precision),
                bias: bias)
        }
    }

    private struct Packed {
        let input, recurrent: InferenceWeights
        let bias: [Float]
    }

    private struct Run {
        var y, hidden, cell: [Float]

        init(_ shape: LSTMShape) {
            y = [Float](repeating: .nan, count: shape.batch * shape.frames * shape.hidden)
            hidden = numbers(shape.batch * shape.hidden, seed: 5)
            cell = numbers(shape.batch * shape.hidden, seed: 6)
        }
    }

    private func run(
        _ packed: Packed, _ x: [Float], _ shape: LSTMShape, _ lengths: [Int], _ direction: LSTMDirection,
        workers: Workers = .one
    ) -> Run {
        var run = Run(shape)
        advance(packed, x, shape, lengths, direction, &run, workers: workers)
        return run
    }

    private func advance(
        _ packed: Packed, _ x: [Float], _ shape: LSTMShape, _ lengths: [Int], _ direction: LSTMDirection,
        _ run: inout Run, workers: Workers = .one
    ) {
        var gates = [Float](repeating: .nan, count: 4 * shape.batch * shape.frames * shape.hidden)
        var cells = [Float](repeating: .nan, count: shape.batch * shape.frames * shape.hidden)
        mutate(&run.y, &gates, &cells) { y, gates, cells in
            mutate(&run.hidden, &run.cell) { hidden, cell in
                lstm(
                    x.span, inputWeights: packed.input, recurrentWeights: packed.recurrent,
                    bias: packed.bias.span, shape: shape, lengths: lengths, direction: direction,
                    hidden: &hidden, cell: &cell, into: &y, gates: &gates, cells: &cells, workers: workers)
            }
        }
    }
}
