import StenoKernels
import StenoTensor
import StenoTestSupport
import Testing

/// Off the tape, operations take other paths (packed weights, several threads); the numbers stay. Packed weights may add
/// up in another order: 21 products of numbers below 2 then differ by less than 1e-5.
@Suite("Inference")
struct InferenceTests {
    private let weight = Parameter(randomTensor([37, 21], seed: 1))
    private let bias = Parameter(randomTensor([37], seed: 2))

    @Test("packed weights give what plain ones give, and follow changes of the parameter")
    func packedLinear() {
        let x = randomTensor([2, 5, 21], seed: 3)
        func packed() -> [Float] { x.linear(weight: weight.tensor, bias: bias.tensor).array }
        func plain() -> [Float] { x.linear(weight: weight.value, bias: bias.value).array }
        #expect(largestDifference(packed(), plain()) < 1e-5)
        let before = packed()
        weight.value.scale(by: 2)
        #expect(largestDifference(packed(), plain()) < 1e-5)
        #expect(packed() != before)
    }

    @Test("an LSTM with packed weights gives what it gives on the tape")
    func packedLSTM() {
        let weights = LSTMWeights(
            input: Parameter(randomTensor([24, 5], seed: 4)).tensor,
            recurrent: Parameter(randomTensor([24, 6], seed: 5)).tensor,
            inputBias: randomTensor([24], seed: 6),
            recurrentBias: randomTensor([24], seed: 7))
        let x = randomTensor([3, 7, 5], seed: 8)
        func output(_ x: Tensor) -> (y: Tensor, state: LSTMState) {
            var state = LSTMState(batch: 3, width: 6)
            return (x.lstm(weights, lengths: [7, 2, 5], state: &state), state)
        }
        let (offTape, onTape) = (output(x), output(x.on(Tape(seed: 1))))
        #expect(largestDifference(offTape.y.array, onTape.y.array) < 1e-6)
        #expect(largestDifference(offTape.state.cell.array, onTape.state.cell.array) < 1e-6)
    }

    @Test("the number of workers is inherited and changes no bit")
    func workers() {
        let x = randomTensor([70, 21], seed: 9)
        func output(_ x: Tensor) -> Tensor {
            (x.linear(weight: weight.tensor, bias: bias.tensor).applying(.silu) * 2).softmax()
        }
        let two = output(x.using(Workers(count: 2)))
        #expect(two.workers.count == 2)
        #expect(two.array == output(x).array)
    }
}
