extension Tensor {
    /// The sum of all elements, of no axes.
    package func sum() -> Tensor {
        let source = shape
        let sum = withPointer { total(of: $0, count: source.count) }
        return Tensor(sum).derived(from: self) { dy in Tensor(repeating: dy.item, shape: source) }
    }

    /// The mean of all elements, of no axes.
    package func mean() -> Tensor {
        sum() * (1 / Float(max(shape.count, 1)))
    }

    /// The sums along an axis, which stays with extent 1.
    package func sum(along axis: Int) -> Tensor {
        let source = shape
        return summed(to: shape.replacing(axis: axis, with: 1)).derived(from: self) { dy in
            Tensor(repeating: 0, shape: source).combined(with: dy) { $0 + $1 }
        }
    }

    /// The means along an axis, which stays with extent 1.
    package func mean(along axis: Int) -> Tensor {
        sum(along: axis) * (1 / Float(max(shape[axis], 1)))
    }

    /// The position of the largest element of every innermost row; the first of equal ones.
    package func argmax() -> [Int] {
        let width = shape[-1]
        return withPointer { x in
            (0..<shape.rows).map { row in
                let x = x + row * width
                var best = 0
                for i in 1..<max(width, 1) where x[i] > x[best] { best = i }
                return best
            }
        }
    }
}
