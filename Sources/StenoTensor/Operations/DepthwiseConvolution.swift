import StenoKernels

extension Tensor {
    /// A convolution along time with one kernel for each feature (as PyTorch's `conv1d` with as many groups).
    ///
    /// - Parameters:
    ///   - weight: `[D, 1, k]`
    ///   - bias: `[D]`
    ///   - time: Stride and padding along axis 1.
    /// - Returns: `[B, T', D]` from `[B, T, D]`.
    package func depthwiseConvolution(weight: Tensor, bias: Tensor?, time: Sampling) -> Tensor {
        let (x, w) = (detached, weight.detached)
        precondition(
            shape.rank == 3 && shape[2] == w.shape[0],
            "a depthwise convolution of \(w.shape[0]) features applied to shape \(shape)")
        let sizes = DepthwiseConvolutionShape(
            batch: shape[0], time: time.axis(size: shape[1], kernel: w.shape[2]), width: shape[2])
        let bias = bias ?? Tensor(repeating: 0, shape: [shape[2]])
        let y = Tensor.writing([shape[0], sizes.time.outputSize, shape[2]]) { y in
            StenoKernels.depthwiseConvolution(
                x.elements, weight: w.elements, bias: bias.elements, shape: sizes, into: &y,
                workers: x.workers)
        }
        return y.derived(from: [self, weight, bias]) { dy, inputs in
            var dWeight = Tensor(repeating: 0, shape: w.shape)
            var dBias = Tensor(repeating: 0, shape: [w.shape[0]])
            let dx = Tensor.writing(x.shape) { dx in
                var dw = dWeight.mutableElements
                var db = dBias.mutableElements
                depthwiseConvolutionGradient(
                    x: x.elements, weight: w.elements, dy: dy.elements, shape: sizes, into: &dx, dWeight: &dw,
                    dBias: &db)
            }
            inputs.add(dx, to: 0)
            inputs.add(dWeight, to: 1)
            inputs.add(dBias, to: 2)
        }
    }
}
