import StenoTensor
import StenoTestSupport
import Testing

@Suite("A dilated convolution along time")
struct TimeConvolutionTests {
    private func random(_ shape: Shape, seed: UInt64) -> Tensor {
        var generator = SeededGenerator(seed: seed)
        return Tensor(
            (0..<shape.count).map { _ in Float.random(in: -1...1, using: &generator) }, shape: shape)
    }

    @Test("is the sum of its definition", arguments: [1, 2, 3])
    func definition(dilation: Int) {
        let (x, weight, bias) = (
            random([2, 11, 3], seed: 1), random([3, 4, 3], seed: 2), random([4], seed: 3)
        )
        let y = x.timeConvolution(weight: weight, bias: bias, dilation: dilation)
        #expect(y.shape == [2, 11 - 2 * dilation, 4])
        var expected: [Float] = []
        for item in 0..<2 {
            for frame in 0..<11 - 2 * dilation {
                for output in 0..<4 {
                    var sum = bias.elements[output]
                    for tap in 0..<3 {
                        for input in 0..<3 {
                            let read = (item * 11 + frame + tap * dilation) * 3 + input
                            sum += x.elements[read] * weight.elements[(tap * 4 + output) * 3 + input]
                        }
                    }
                    expected.append(sum)
                }
            }
        }
        #expect(largestDifference(y.array, expected) < 1e-5)
    }

    @Test("has the gradients of finite differences", arguments: [1, 2])
    func gradients(dilation: Int) {
        let inputs = [random([2, 7, 3], seed: 4), random([3, 2, 3], seed: 5), random([2], seed: 6)]
        let error = gradientError(of: inputs) {
            $0[0].timeConvolution(weight: $0[1], bias: $0[2], dilation: dilation)
        }
        #expect(error < 1e-3)
    }
}

@Suite("Rows of unit length")
struct RowLengthTests {
    @Test("point where they did, and zeros stay zeros")
    func values() {
        let y = Tensor([3, 4, 0, 0], shape: [2, 2]).scaledToUnitRows()
        #expect(largestDifference(y.array, [0.6, 0.8, 0, 0]) < 1e-6)
    }

    @Test("have the gradients of finite differences")
    func gradients() {
        let x = Tensor([1, -2, 0.5, 3, 0.2, -1], shape: [2, 3])
        #expect(gradientError(of: [x]) { $0[0].scaledToUnitRows() } < 1e-3)
    }
}
