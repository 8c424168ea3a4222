package import StenoKernels

extension Tensor {
    /// The product of two stacks of matrices, one by one.
    ///
    /// - Parameters:
    ///   - other: `[…, K, N]`, or `[…, N, K]` when it is transposed; the axes in front are those of `self`.
    ///   - transposed: Which of the two lie in memory with rows and columns exchanged; `self` is `[…, M, K]`
    ///     otherwise.
    /// - Returns: `[…, M, N]`.
    package func matrixProduct(_ other: Tensor, transposing transposed: TransposedFactors = .none) -> Tensor {
        let (a, b) = (detached, other.detached)
        let (ta, tb) = transposed.flags
        let y = Tensor.product(a, b, ta, tb)
        return y.derived(from: [self, other]) { dy, inputs in
            inputs.add(ta ? Tensor.product(b, dy, tb, true) : Tensor.product(dy, b, false, !tb), to: 0)
            inputs.add(tb ? Tensor.product(dy, a, true, ta) : Tensor.product(a, dy, !ta, false), to: 1)
        }
    }

    /// The product off the tape, of matrices that are transposed or not.
    private static func product(_ a: Tensor, _ b: Tensor, _ ta: Bool, _ tb: Bool) -> Tensor {
        let (m, k) = a.shape.matrixExtents(transposed: ta)
        let (depth, n) = b.shape.matrixExtents(transposed: tb)
        let stack = a.shape.array.dropLast(2)
        precondition(
            k == depth && stack == b.shape.array.dropLast(2),
            "the product of shapes \(a.shape)\(ta ? "ᵀ" : "") and \(b.shape)\(tb ? "ᵀ" : "")")
        return Tensor.writing(Shape(stack + [m, n])) { y in
            batchedMatrixProduct(
                a.elements, b.elements, transposing: TransposedFactors(first: ta, second: tb), into: &y,
                batch: stack.reduce(1, *), m: m, n: n, k: k, workers: a.workers)
        }
    }
}

extension TransposedFactors {
    fileprivate init(first: Bool, second: Bool) {
        self =
            switch (first, second) {
            case (false, false): .none
            case (true, false): .first
            case (false, true): .second
            case (true, true): .both
            }
    }

    fileprivate var flags: (first: Bool, second: Bool) {
        (self == .first || self == .both, self == .second || self == .both)
    }
}

extension Shape {
    /// Rows and columns of the last two axes as they are read.
    fileprivate func matrixExtents(transposed: Bool) -> (rows: Int, columns: Int) {
        transposed ? (self[-1], self[-2]) : (self[-2], self[-1])
    }
}
