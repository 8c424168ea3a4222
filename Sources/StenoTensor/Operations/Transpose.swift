extension Tensor {
    /// The axes in another order: axis `i` of the result is axis `order[i]` of this tensor. Copies.
    package func transposed(_ order: [Int]) -> Tensor {
        precondition(order.sorted() == Array(0..<shape.rank), "\(order) does not order the axes of \(shape)")
        if order == order.sorted() { return self }
        var inverse = order
        for (target, source) in order.enumerated() { inverse[source] = target }
        return permuted(order).derived(from: self) { dy in dy.transposed(inverse) }
    }

    /// A matrix, or every matrix of a stack, with rows and columns exchanged.
    package func transposed() -> Tensor {
        let last = shape.rank - 1
        return transposed(Array(0..<(last - 1)) + [last, last - 1])
    }

    private func permuted(_ order: [Int]) -> Tensor {
        let padding = 4 - order.count
        let target = Shape(order.map { shape[$0] })
        let extents = Array(repeating: 1, count: padding) + target.array
        let steps = Array(repeating: 0, count: padding) + order.map { shape.stride(ofAxis: $0) }
        var result = Tensor(uninitialized: target)
        result.withPointer { y, _ in
            withPointer { x in
                var y = y
                for i in 0..<extents[0] {
                    for j in 0..<extents[1] {
                        let plane = x + i * steps[0] + j * steps[1]
                        copyPlane(
                            to: y, from: plane, rows: extents[2], columns: extents[3],
                            steps: (steps[2], steps[3]))
                        y += extents[2] * extents[3]
                    }
                }
            }
        }
        return result
    }
}

/// Copies a strided plane into contiguous rows, in tiles when both steps are wide so that cache lines are used whole.
private func copyPlane(
    to y: UnsafeMutablePointer<Float>, from x: UnsafePointer<Float>, rows: Int, columns: Int,
    steps: (row: Int, column: Int)
) {
    if steps.column == 1 {
        for row in 0..<rows { (y + row * columns).update(from: x + row * steps.row, count: columns) }
        return
    }
    let tile = 16
    for top in stride(from: 0, to: rows, by: tile) {
        for left in stride(from: 0, to: columns, by: tile) {
            for row in top..<min(top + tile, rows) {
                for column in left..<min(left + tile, columns) {
                    y[row * columns + column] = x[row * steps.row + column * steps.column]
                }
            }
        }
    }
}
