import StenoKernels

extension Tensor {
    /// Shifts and scales every innermost row to mean 0 and variance 1, then by `weight` and `bias`
    /// (Ba, Kiros and Hinton 2016).
    ///
    /// - Parameters:
    ///   - weight: `[D]`, `D` being the last extent.
    ///   - bias: `[D]`.
    ///   - epsilon: Added to the variance.
    package func layerNorm(weight: Tensor, bias: Tensor, epsilon: Float) -> Tensor {
        let (x, w) = (detached, weight.detached)
        var mean = Tensor(uninitialized: [shape.rows])
        var inverseDeviation = Tensor(uninitialized: [shape.rows])
        let y = Tensor.writing(shape) { y in
            var means = mean.mutableElements
            var inverses = inverseDeviation.mutableElements
            StenoKernels.layerNorm(
                x.elements, weight: w.elements, bias: bias.elements, epsilon: epsilon, into: &y, mean: &means,
                inverseDeviation: &inverses, workers: workers)
        }
        let statistics = (mean: mean, inverseDeviation: inverseDeviation)
        return y.derived(from: [self, weight, bias]) { dy, inputs in
            var dWeight = Tensor(repeating: 0, shape: w.shape)
            var dBias = Tensor(repeating: 0, shape: w.shape)
            var gradient = dy.mutableElements
            var dw = dWeight.mutableElements
            var db = dBias.mutableElements
            layerNormGradient(
                x: x.elements, weight: w.elements, mean: statistics.mean.elements,
                inverseDeviation: statistics.inverseDeviation.elements, gradient: &gradient, dWeight: &dw,
                dBias: &db)
            inputs.add(dy, to: 0)
            inputs.add(dWeight, to: 1)
            inputs.add(dBias, to: 2)
        }
    }
}
