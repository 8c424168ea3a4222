import StenoKernels

extension Tensor {
    /// Probabilities over the last axis: every row becomes positive and sums to 1.
    package func softmax() -> Tensor {
        let columns = shape[-1]
        var y = Tensor(uninitialized: shape)
        var elements = y.mutableElements
        StenoKernels.softmax(self.elements, columns: columns, into: &elements)
        return y.derived(from: self) { dy in
            var dx = Tensor(uninitialized: y.shape)
            var elements = dx.mutableElements
            softmaxGradient(y: y.elements, dy: dy.elements, columns: columns, into: &elements)
            return dx
        }
    }

    /// Natural-log probabilities over the last axis.
    package func logSoftmax() -> Tensor {
        let columns = shape[-1]
        var y = Tensor(uninitialized: shape)
        var elements = y.mutableElements
        StenoKernels.logSoftmax(self.elements, columns: columns, into: &elements)
        return y.derived(from: self) { dy in
            var dx = Tensor(uninitialized: y.shape)
            var elements = dx.mutableElements
            logSoftmaxGradient(y: y.elements, dy: dy.elements, columns: columns, into: &elements)
            return dx
        }
    }
}
