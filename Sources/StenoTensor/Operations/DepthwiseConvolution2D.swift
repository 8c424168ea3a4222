import StenoKernels

extension Tensor {
    /// A convolution over time and frequency with a kernel of its own for every channel.
    ///
    /// - Parameters:
    ///   - weight: `[C, 1, kT, kF]`
    ///   - bias: `[C]`
    ///   - time: Stride and padding along axis 1.
    ///   - frequency: Stride and padding along axis 3.
    /// - Returns: `[B, T', C, F']` from `[B, T, C, F]`.
    package func depthwiseConvolution2D(
        weight: Tensor, bias: Tensor, time: Sampling, frequency: Sampling
    ) -> Tensor {
        let (x, w) = (detached, weight.detached)
        precondition(
            shape.rank == 4 && shape[2] == w.shape[0],
            "a depthwise convolution of \(w.shape[0]) channels applied to shape \(shape)")
        let sizes = Convolution2DShape(
            batch: shape[0], inputChannels: shape[2], outputChannels: shape[2],
            time: time.axis(size: shape[1], kernel: w.shape[2]),
            frequency: frequency.axis(size: shape[3], kernel: w.shape[3]))
        let y = Tensor.writing([shape[0], sizes.time.outputSize, shape[2], sizes.frequency.outputSize]) { y in
            StenoKernels.depthwiseConvolution2D(
                x.elements, weight: w.elements, bias: bias.elements, shape: sizes, into: &y,
                workers: x.workers)
        }
        return y.derived(from: [self, weight, bias]) { dy, inputs in
            var dWeight = Tensor(repeating: 0, shape: w.shape)
            var dBias = Tensor(repeating: 0, shape: [w.shape[0]])
            let dx = Tensor.writing(x.shape) { dx in
                var dw = dWeight.mutableElements
                var db = dBias.mutableElements
                depthwiseConvolution2DGradient(
                    x: x.elements, weight: w.elements, dy: dy.elements, shape: sizes, into: &dx, dWeight: &dw,
                    dBias: &db)
            }
            inputs.add(dx, to: 0)
            inputs.add(dWeight, to: 1)
            inputs.add(dBias, to: 2)
        }
    }
}
