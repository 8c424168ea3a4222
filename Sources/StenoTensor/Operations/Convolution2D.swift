import StenoKernels

extension Tensor {
    /// A convolution over time and frequency (cross-correlation, as PyTorch's `conv2d`).
    ///
    /// The channels stand behind the frames, so that a frame lies in one piece and flattening the last two axes gives
    /// channel-major features.
    ///
    /// - Parameters:
    ///   - weight: `[C', C, kT, kF]`
    ///   - bias: `[C']`
    ///   - time: Stride and padding along axis 1; its size and kernel are those of `self` and `weight`.
    ///   - frequency: Stride and padding along axis 3.
    /// - Returns: `[B, T', C', F']` from `[B, T, C, F]`.
    package func convolution2D(weight: Tensor, bias: Tensor, time: Sampling, frequency: Sampling) -> Tensor {
        let (x, w) = (detached, weight.detached)
        precondition(
            shape.rank == 4 && shape[2] == w.shape[1],
            "a convolution of \(w.shape[1]) channels applied to shape \(shape)")
        let sizes = Convolution2DShape(
            batch: shape[0], inputChannels: shape[2], outputChannels: w.shape[0],
            time: time.axis(size: shape[1], kernel: w.shape[2]),
            frequency: frequency.axis(size: shape[3], kernel: w.shape[3]))
        let target: Shape = [shape[0], sizes.time.outputSize, w.shape[0], sizes.frequency.outputSize]
        let y = Tensor.writing(target) { y in
            StenoKernels.convolution2D(
                x.elements, weight: w.elements, bias: bias.elements, shape: sizes, into: &y,
                workers: x.workers)
        }
        return y.derived(from: [self, weight, bias]) { dy, inputs in
            var dWeight = Tensor(repeating: 0, shape: w.shape)
            var dBias = Tensor(repeating: 0, shape: [w.shape[0]])
            var dw = dWeight.mutableElements
            var db = dBias.mutableElements
            if inputs.isWanted(0) {
                let dx = Tensor.writing(x.shape) { dx in
                    convolution2DGradient(
                        x: x.elements, weight: w.elements, dy: dy.elements, shape: sizes, into: &dx,
                        dWeight: &dw,
                        dBias: &db)
                }
                inputs.add(dx, to: 0)
            } else {
                convolution2DWeightGradient(
                    x: x.elements, dy: dy.elements, shape: sizes, dWeight: &dw, dBias: &db)
            }
            inputs.add(dWeight, to: 1)
            inputs.add(dBias, to: 2)
        }
    }
}

/// How a convolution walks along one axis.
package struct Sampling: Hashable, Sendable {
    /// Input positions from one output to the next.
    package var stride: Int
    /// Zeros before the first position.
    package var paddingBefore: Int
    /// Zeros after the last position.
    package var paddingAfter: Int

    package init(stride: Int = 1, paddingBefore: Int = 0, paddingAfter: Int = 0) {
        self.stride = stride
        self.paddingBefore = paddingBefore
        self.paddingAfter = paddingAfter
    }

    /// How many outputs an axis of `size` positions gives.
    package func outputs(from size: Int, kernel: Int) -> Int {
        axis(size: size, kernel: kernel).outputSize
    }

    /// The kernels' description of an axis that is walked along so.
    func axis(size: Int, kernel: Int) -> Convolution2DShape.Axis {
        .init(
            size: size, kernel: kernel, stride: stride, paddingBefore: paddingBefore,
            paddingAfter: paddingAfter)
    }
}
