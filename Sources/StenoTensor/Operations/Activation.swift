package import StenoKernels

extension Tensor {
    /// A function of every element; keeps the shape. In place where nobody else holds the elements and the way back does
    /// not need them.
    package consuming func applying(_ function: ElementFunction) -> Tensor {
        let isInPlace = isUnique() && (tape == nil || function.saved == .output)
        let workers = workers
        if isInPlace {
            var elements = mutableElements
            apply(function, inPlace: &elements, workers: workers)
        }
        let x = self
        let y =
            isInPlace
            ? x.detached
            : Tensor.writing(x.shape) { apply(function, to: x.elements, into: &$0, workers: workers) }
        let saved = function.saved == .input ? x.detached : y
        return y.derived(
            from: x,
            inPlace: { gradient in
                var elements = gradient.mutableElements
                multiply(&elements, byDerivativeOf: function, saved: saved.elements)
            })
    }

    /// The square root of every element.
    package func squareRoot() -> Tensor {
        let y = mapped { $0.squareRoot() }
        return y.derived(from: self) { dy in dy.combined(with: y) { $0 / (2 * $1) } }
    }

    /// The square of every element.
    package func squared() -> Tensor {
        let x = detached
        return mapped { $0 * $0 }.derived(from: self) { dy in dy.combined(with: x) { 2 * $0 * $1 } }
    }

    /// Every element, or `limit` where it is below. No gradient flows through the latter.
    package func clamped(above limit: Float) -> Tensor {
        let x = detached
        return mapped { max($0, limit) }.derived(from: self) { dy in
            dy.combined(with: x) { $1 < limit ? 0 : $0 }
        }
    }

    /// The gated linear unit: the last axis is `[a, b]` and gives `a · sigmoid(b)`, half as wide.
    package func gatedLinearUnit() -> Tensor {
        let x = detached
        let columns = shape[-1] / 2
        var y = Tensor(uninitialized: shape.replacing(axis: -1, with: columns))
        var elements = y.mutableElements
        StenoKernels.gatedLinearUnit(x.elements, columns: columns, into: &elements, workers: workers)
        return y.derived(from: self) { dy in
            var dx = Tensor(uninitialized: x.shape)
            var elements = dx.mutableElements
            gatedLinearUnitGradient(x: x.elements, dy: dy.elements, columns: columns, into: &elements)
            return dx
        }
    }
}
