import Foundation
import StenoKernels

/// The readable twin of `lstm`: PyTorch's formulas, one sequence, one frame, one cell at a time, in double precision.
struct LSTMTwin {
    let shape: LSTMShape
    let lengths: [Int]
    let direction: LSTMDirection

    struct Result {
        var y: [Double]
        var hidden: [Double]
        var cell: [Double]
    }

    func run(
        x: [Double], inputWeights: [Double], recurrentWeights: [Double], bias: [Double], hidden: [Double],
        cell: [Double]
    ) -> Result {
        let width = shape.hidden
        var result = Result(
            y: [Double](repeating: 0, count: shape.batch * shape.frames * width), hidden: hidden, cell: cell)
        for b in 0..<shape.batch {
            let order = direction == .forward ? Array(0..<lengths[b]) : (0..<lengths[b]).reversed()
            for t in order {
                let row = b * shape.frames + t
                let before = result.hidden
                func preActivation(_ gate: Int, _ j: Int) -> Double {
                    let g = gate * width + j
                    var sum = bias[g]
                    for i in 0..<shape.input {
                        sum += x[row * shape.input + i] * inputWeights[g * shape.input + i]
                    }
                    for i in 0..<width { sum += before[b * width + i] * recurrentWeights[g * width + i] }
                    return sum
                }
                for j in 0..<width {
                    let (i, f) = (logistic(preActivation(0, j)), logistic(preActivation(1, j)))
                    let (g, o) = (tanh(preActivation(2, j)), logistic(preActivation(3, j)))
                    let c = f * result.cell[b * width + j] + i * g
                    result.cell[b * width + j] = c
                    result.hidden[b * width + j] = o * tanh(c)
                    result.y[row * width + j] = o * tanh(c)
                }
            }
        }
        return result
    }

    private func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
}
