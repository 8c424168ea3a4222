import StenoKernels
import StenoTestSupport
import Testing

@Suite("Convolutions")
struct ConvolutionTests {
    typealias Axis = Convolution2DShape.Axis

    static let shapes = [
        Convolution2DShape(
            batch: 1, inputChannels: 1, outputChannels: 1, time: Axis(size: 1, kernel: 1),
            frequency: Axis(size: 1, kernel: 1)),
        // The subsampling of the reference networks: causal, and symmetric.
        Convolution2DShape(
            batch: 2, inputChannels: 1, outputChannels: 5,
            time: Axis(size: 8, kernel: 3, stride: 2, paddingBefore: 2),
            frequency: Axis(size: 9, kernel: 3, stride: 2, paddingBefore: 1, paddingAfter: 1)),
        Convolution2DShape(
            batch: 2, inputChannels: 3, outputChannels: 33,
            time: Axis(size: 7, kernel: 3, stride: 2, paddingBefore: 1, paddingAfter: 1),
            frequency: Axis(size: 10, kernel: 3, stride: 2, paddingBefore: 1, paddingAfter: 1)),
        Convolution2DShape(
            batch: 1, inputChannels: 17, outputChannels: 16, time: Axis(size: 5, kernel: 2),
            frequency: Axis(size: 23, kernel: 5, paddingBefore: 2, paddingAfter: 2)),
    ]

    @Test("a two-dimensional convolution and its gradients equal the twin's", arguments: shapes)
    func twoDimensional(shape: Convolution2DShape) {
        let x = numbers(shape.inputCount, seed: 1)
        let weight = numbers(shape.weightCount, seed: 2)
        let bias = numbers(shape.outputChannels, seed: 3)
        let dy = numbers(shape.outputCount, seed: 4)
        let twin = Convolution2DTwin(shape: shape)
        let expected = twin.output(x: x, weight: weight, bias: bias)
        let slopes = twin.gradients(x: x, weight: weight, dy: dy)
        for set in InstructionSet.supported {
            for workers in [Workers.one, Workers(count: 2)] {
                set.force {
                    let y = output(shape.outputCount) {
                        convolution2D(
                            x.span, weight: weight.span, bias: bias.span, shape: shape, into: &$0,
                            workers: workers)
                    }
                    #expect(largestDifference(y, expected) < 1e-5)
                    var dx = [Float](repeating: .nan, count: x.count)
                    var dWeight = [Float](repeating: 1, count: weight.count)
                    var dBias = [Float](repeating: 1, count: bias.count)
                    mutate(&dx, &dWeight, &dBias) { dx, dWeight, dBias in
                        convolution2DGradient(
                            x: x.span, weight: weight.span, dy: dy.span, shape: shape, into: &dx,
                            dWeight: &dWeight,
                            dBias: &dBias, workers: workers)
                    }
                    #expect(largestDifference(dx, slopes.x) < 1e-5)
                    #expect(largestDifference(dWeight.map { $0 - 1 }, slopes.weight) < 2e-5)
                    #expect(largestDifference(dBias.map { $0 - 1 }, slopes.bias) < 2e-5)
                }
            }
        }
    }

    @Test("a depthwise convolution along time and its gradients equal the twin's", arguments: [1, 16, 21])
    func depthwise(width: Int) {
        let axes = [
            Axis(size: 9, kernel: 5, paddingBefore: 2, paddingAfter: 2),
            Axis(size: 9, kernel: 4, paddingBefore: 3),
            Axis(size: 3, kernel: 7, paddingBefore: 3, paddingAfter: 3),
            Axis(size: 8, kernel: 3, stride: 2, paddingBefore: 1),
        ]
        for axis in axes {
            let shape = DepthwiseConvolutionShape(batch: 2, time: axis, width: width)
            let frames = axis.outputSize
            let x = numbers(2 * axis.size * width, seed: 1)
            let weight = numbers(width * axis.kernel, seed: 2)
            let bias = numbers(width, seed: 3)
            let dy = numbers(2 * frames * width, seed: 4)
            var expected = [Float](repeating: 0, count: dy.count)
            var slopes = (
                x: [Float](repeating: 0, count: x.count), weight: [Float](repeating: 0, count: weight.count),
                bias: [Float](repeating: 0, count: width)
            )
            for b in 0..<2 {
                for t in 0..<frames {
                    for d in 0..<width {
                        let o = (b * frames + t) * width + d
                        expected[o] = bias[d]
                        slopes.bias[d] += dy[o]
                        for k in 0..<axis.kernel {
                            let time = t * axis.stride + k - axis.paddingBefore
                            guard (0..<axis.size).contains(time) else { continue }
                            let i = (b * axis.size + time) * width + d
                            expected[o] += x[i] * weight[d * axis.kernel + k]
                            slopes.x[i] += dy[o] * weight[d * axis.kernel + k]
                            slopes.weight[d * axis.kernel + k] += dy[o] * x[i]
                        }
                    }
                }
            }
            for set in InstructionSet.supported {
                set.force {
                    let y = output(dy.count) {
                        depthwiseConvolution(
                            x.span, weight: weight.span, bias: bias.span, shape: shape, into: &$0)
                    }
                    #expect(largestDifference(y, expected) < 1e-5)
                    var dx = [Float](repeating: .nan, count: x.count)
                    var dWeight = [Float](repeating: 0, count: weight.count)
                    var dBias = [Float](repeating: 0, count: width)
                    mutate(&dx, &dWeight, &dBias) { dx, dWeight, dBias in
                        depthwiseConvolutionGradient(
                            x: x.span, weight: weight.span, dy: dy.span, shape: shape, into: &dx,
                            dWeight: &dWeight,
                            dBias: &dBias)
                    }
                    #expect(largestDifference(dx, slopes.x) < 1e-5)
                    #expect(largestDifference(dWeight, slopes.weight) < 1e-5)
                    #expect(largestDifference(dBias, slopes.bias) < 1e-5)
                }
            }
        }
    }
}

/// The readable twin: seven loops.
private struct Convolution2DTwin {
    let shape: Convolution2DShape

    func output(x: [Float], weight: [Float], bias: [Float]) -> [Float] {
        var y = [Double](repeating: 0, count: shape.outputCount)
        let bins = shape.frequency.outputSize
        for index in y.indices { y[index] = Double(bias[index / bins % shape.outputChannels]) }
        forEachTerm { xIndex, weightIndex, yIndex in y[yIndex] += Double(x[xIndex] * weight[weightIndex]) }
        return y.map { Float($0) }
    }

    func gradients(x: [Float], weight: [Float], dy: [Float]) -> (x: [Float], weight: [Float], bias: [Float]) {
        var dx = [Double](repeating: 0, count: x.count)
        var dWeight = [Double](repeating: 0, count: weight.count)
        var dBias = [Double](repeating: 0, count: shape.outputChannels)
        for index in dy.indices {
            dBias[index / shape.frequency.outputSize % shape.outputChannels] += Double(dy[index])
        }
        forEachTerm { xIndex, weightIndex, yIndex in
            dx[xIndex] += Double(weight[weightIndex] * dy[yIndex])
            dWeight[weightIndex] += Double(x[xIndex] * dy[yIndex])
        }
        return (dx.map { Float($0) }, dWeight.map { Float($0) }, dBias.map { Float($0) })
    }

    private func forEachTerm(_ body: (_ x: Int, _ weight: Int, _ y: Int) -> Void) {
        let (time, frequency) = (shape.time, shape.frequency)
        for b in 0..<shape.batch {
            for t in 0..<time.outputSize {
                for c in 0..<shape.outputChannels {
                    for f in 0..<frequency.outputSize {
                        for channel in 0..<shape.inputChannels {
                            for kt in 0..<time.kernel {
                                for kf in 0..<frequency.kernel {
                                    let frame = t * time.stride + kt - time.paddingBefore
                                    let bin = f * frequency.stride + kf - frequency.paddingBefore
                                    guard (0..<time.size).contains(frame), (0..<frequency.size).contains(bin)
                                    else { continue }
                                    body(
                                        ((b * time.size + frame) * shape.inputChannels + channel)
                                            * frequency.size + bin,
                                        ((c * shape.inputChannels + channel) * time.kernel + kt)
                                            * frequency.kernel + kf,
                                        ((b * time.outputSize + t) * shape.outputChannels + c)
                                            * frequency.outputSize + f)
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
