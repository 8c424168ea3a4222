import StenoKernels

extension Tensor {
    /// The sum of pairs of elements; extents of 1 repeat. In place where nobody else holds the second term.
    package static func + (left: Tensor, right: consuming Tensor) -> Tensor {
        let (a, b) = (left.shape, right.shape)
        let workers = left.workers
        let isInPlace = a == b && right.isUnique()
        if isInPlace {
            var sum = right.mutableElements
            StenoKernels.add(left.elements, to: &sum, workers: workers)
        }
        let right = right
        let y =
            isInPlace
            ? right.detached
            : left.combined(with: right, kernel: { StenoKernels.add($0, $1, into: &$2, workers: workers) }) {
                $0 + $1
            }
        return y.derived(from: [left, right]) { dy, inputs in
            inputs.add(dy.summed(to: a), to: 0)
            inputs.add(dy.summed(to: b), to: 1)
        }
    }

    /// The difference of pairs of elements; extents of 1 repeat.
    package static func - (left: Tensor, right: Tensor) -> Tensor {
        let (a, b) = (left.shape, right.shape)
        return left.combined(with: right, kernel: { StenoKernels.subtract($0, $1, into: &$2) }) { $0 - $1 }
            .derived(from: [left, right]) { dy, inputs in
                inputs.add(dy.summed(to: a), to: 0)
                inputs.add((dy * -1).summed(to: b), to: 1)
            }
    }

    /// The product of pairs of elements; extents of 1 repeat.
    package static func * (left: Tensor, right: Tensor) -> Tensor {
        let (a, b) = (left.detached, right.detached)
        return a.combined(with: b, kernel: { StenoKernels.multiply($0, $1, into: &$2) }) { $0 * $1 }.derived(
            from: [left, right]) { dy, inputs in
                inputs.add((dy * b).summed(to: a.shape), to: 0)
                inputs.add((dy * a).summed(to: b.shape), to: 1)
            }
    }

    /// The quotient of pairs of elements; extents of 1 repeat.
    package static func / (left: Tensor, right: Tensor) -> Tensor {
        let (a, b) = (left.detached, right.detached)
        let y = a.combined(with: b) { $0 / $1 }
        return y.derived(from: [left, right]) { dy, inputs in
            inputs.add((dy / b).summed(to: a.shape), to: 0)
            inputs.add((dy * y / b * -1).summed(to: b.shape), to: 1)
        }
    }

    /// Every element times one factor.
    package static func * (left: Tensor, factor: Float) -> Tensor {
        Tensor.writing(left.shape) { StenoKernels.scale(left.elements, by: factor, into: &$0) }
            .derived(from: left) { dy in dy * factor }
    }

    /// Every element plus one term.
    package static func + (left: Tensor, term: Float) -> Tensor {
        left.mapped { $0 + term }.derived(from: left) { dy in dy }
    }

    /// This tensor plus another of the same shape times a factor, in one pass: a scaled residual connection.
    package func adding(_ other: Tensor, times factor: Float) -> Tensor {
        precondition(shape == other.shape, "adding shape \(other.shape) to shape \(shape)")
        let (a, b) = (detached, other.detached)
        return Tensor.writing(shape) {
            StenoKernels.add(a.elements, b.elements, times: factor, into: &$0, workers: workers)
        }.derived(from: [self, other]) { dy, inputs in
            inputs.add(dy, to: 0)
            inputs.add(dy * factor, to: 1)
        }
    }

    /// A function of every element, off the tape.
    @inline(__always)
    func mapped(_ function: (Float) -> Float) -> Tensor {
        var result = Tensor(uninitialized: shape)
        result.withPointer { y, count in
            withPointer { x in
                for i in 0..<count { y[i] = function(x[i]) }
            }
        }
        return result
    }
}
