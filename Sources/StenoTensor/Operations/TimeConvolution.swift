import StenoKernels

extension Tensor {
    /// A convolution along time over all features, with gaps between the taps and nothing added at the ends.
    ///
    /// Each tap is one matrix product on frames that lie in memory one after the other, so nothing is copied.
    ///
    /// - Parameters:
    ///   - weight: `[k, N, D]`, tap by tap: PyTorch's `conv1d` weight `[N, D, k]` with the last axis first.
    ///   - bias: `[N]`
    ///   - dilation: Frames from one tap to the next.
    /// - Returns: `[B, T - (k - 1) · dilation, N]` from `[B, T, D]`.
    package func timeConvolution(weight: Tensor, bias: Tensor, dilation: Int) -> Tensor {
        let pass = TimeConvolution(x: detached, weight: weight.detached, dilation: dilation)
        return pass.forward(bias: bias.detached).derived(from: [self, weight, bias]) { dy, inputs in
            inputs.add(pass.inputGradient(dy), to: 0)
            inputs.add(pass.weightGradient(dy), to: 1)
            inputs.add(dy.columnSums(), to: 2)
        }
    }
}

/// One run of `Tensor.timeConvolution`, with what its way back needs.
private struct TimeConvolution: Sendable {
    let x: Tensor
    let weight: Tensor
    let dilation: Int
    /// T' and N
    let outputs: Int, width: Int

    init(x: Tensor, weight: Tensor, dilation: Int) {
        (self.x, self.weight, self.dilation) = (x, weight, dilation)
        (outputs, width) = (x.shape[1] - (weight.shape[0] - 1) * dilation, weight.shape[1])
        precondition(
            weight.shape[2] == x.shape[2] && outputs > 0,
            "a convolution of weight \(weight.shape) and dilation \(dilation) applied to shape \(x.shape)")
    }

    func forward(bias: Tensor) -> Tensor {
        var y = Tensor(repeating: 0, shape: [x.shape[0], outputs, width]).combined(with: bias) { $1 }
        y.withPointer { y, _ in
            forEachTap { tap in
                var rows = MutableSpan(_unsafeStart: y + tap.output, count: outputs * width)
                matrixProduct(
                    Span(_unsafeStart: tap.x, count: outputs * inputs),
                    Span(_unsafeStart: tap.weight, count: width * inputs), transposing: .second, into: &rows,
                    m: outputs, n: width, k: inputs, beta: 1)
            }
        }
        return y
    }

    func inputGradient(_ dy: Tensor) -> Tensor {
        var dx = Tensor(repeating: 0, shape: x.shape)
        dx.withPointer { dx, _ in
            dy.withPointer { dy in
                forEachTap { tap in
                    var rows = MutableSpan(_unsafeStart: dx + tap.input, count: outputs * inputs)
                    matrixProduct(
                        Span(_unsafeStart: dy + tap.output, count: outputs * width),
                        Span(_unsafeStart: tap.weight, count: width * inputs), into: &rows, m: outputs,
                        n: inputs, k: width, beta: 1)
                }
            }
        }
        return dx
    }

    func weightGradient(_ dy: Tensor) -> Tensor {
        var dw = Tensor(repeating: 0, shape: weight.shape)
        dw.withPointer { dw, _ in
            dy.withPointer { dy in
                forEachTap { tap in
                    var matrix = MutableSpan(_unsafeStart: dw + tap.matrix, count: width * inputs)
                    matrixProduct(
                        Span(_unsafeStart: dy + tap.output, count: outputs * width),
                        Span(_unsafeStart: tap.x, count: outputs * inputs), transposing: .first,
                        into: &matrix, m: width, n: inputs, k: outputs, beta: 1)
                }
            }
        }
        return dw
    }

    private var inputs: Int { x.shape[2] }

    /// Where one tap reads and writes in one sequence.
    private struct Tap {
        /// Offsets of the first input frame, the first output frame and the tap's matrix.
        var input: Int, output: Int, matrix: Int
        var x: UnsafePointer<Float>
        var weight: UnsafePointer<Float>
    }

    private func forEachTap(_ body: (Tap) -> Void) {
        x.withPointer { x in
            weight.withPointer { weight in
                for item in 0..<self.x.shape[0] {
                    for tap in 0..<self.weight.shape[0] {
                        let input = (item * self.x.shape[1] + tap * dilation) * inputs
                        let matrix = tap * width * inputs
                        body(
                            Tap(
                                input: input, output: item * outputs * width, matrix: matrix, x: x + input,
                                weight: weight + matrix))
                    }
                }
            }
        }
    }
}
