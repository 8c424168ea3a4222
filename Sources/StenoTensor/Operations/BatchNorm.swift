import StenoKernels

extension Tensor {
    /// Shifts and scales every feature by the mean and variance it has over all rows (Ioffe and Szegedy 2015).
    ///
    /// - Parameters:
    ///   - weight: `[D]`, `D` being the last extent.
    ///   - bias: `[D]`.
    ///   - epsilon: Added to the variance.
    /// - Returns: The normalised rows, and the mean and biased variance of the features, `[D]`.
    package func batchNorm(
        weight: Tensor, bias: Tensor, epsilon: Float
    ) -> (y: Tensor, mean: Tensor, variance: Tensor) {
        let (x, w) = (detached, weight.detached)
        var mean = Tensor(uninitialized: w.shape)
        var variance = Tensor(uninitialized: w.shape)
        let y = Tensor.writing(shape) { y in
            var means = mean.mutableElements
            var variances = variance.mutableElements
            StenoKernels.batchNorm(
                x.elements, weight: w.elements, bias: bias.elements, epsilon: epsilon, into: &y, mean: &means,
                variance: &variances)
        }
        let moments = (mean: mean, variance: variance)
        let derived = y.derived(from: [self, weight, bias]) { dy, inputs in
            var dWeight = Tensor(repeating: 0, shape: w.shape)
            var dBias = Tensor(repeating: 0, shape: w.shape)
            let dx = Tensor.writing(x.shape) { dx in
                var dw = dWeight.mutableElements
                var db = dBias.mutableElements
                batchNormGradient(
                    x: x.elements, weight: w.elements, mean: moments.mean.elements,
                    variance: moments.variance.elements, epsilon: epsilon, dy: dy.elements, into: &dx,
                    dWeight: &dw,
                    dBias: &db)
            }
            inputs.add(dx, to: 0)
            inputs.add(dWeight, to: 1)
            inputs.add(dBias, to: 2)
        }
        return (derived, mean, variance)
    }

    /// The same with moments that are given: the running statistics, at inference.
    ///
    /// - Parameters:
    ///   - mean: `[D]`
    ///   - variance: `[D]`
    package func batchNorm(weight: Tensor, bias: Tensor, mean: Tensor, variance: Tensor, epsilon: Float)
        -> Tensor
    {
        .writing(shape) { y in
            batchNormInference(
                elements, weight: weight.elements, bias: bias.elements, mean: mean.elements,
                variance: variance.elements, epsilon: epsilon, into: &y, workers: workers)
        }
    }
}
