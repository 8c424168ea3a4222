/// How two shapes meet: aligned at their last axes, an extent of 1 (or an axis that is missing) repeats.
struct Broadcast {
    let shape: Shape
    /// Steps of both operands along four axes; 0 where the operand repeats.
    let leftSteps: [Int]
    let rightSteps: [Int]
    /// The extents of four axes, missing ones in front being 1.
    let extents: [Int]

    init(_ left: Shape, _ right: Shape) {
        let rank = max(left.rank, right.rank)
        let a = Self.padded(left), b = Self.padded(right)
        extents = zip(a, b).map { x, y in
            precondition(x == y || x == 1 || y == 1, "shapes \(left) and \(right) do not fit one another")
            return x == 1 ? y : x
        }
        shape = Shape(extents.suffix(rank))
        leftSteps = Self.steps(of: a)
        rightSteps = Self.steps(of: b)
    }

    private static func padded(_ shape: Shape) -> [Int] {
        Array(repeating: 1, count: 4 - shape.rank) + shape.array
    }

    private static func steps(of extents: [Int]) -> [Int] {
        var steps = [0, 0, 0, 0]
        var step = 1
        for axis in (0..<4).reversed() {
            steps[axis] = extents[axis] == 1 ? 0 : step
            step *= extents[axis]
        }
        return steps
    }

    /// Calls `row` with the offsets of the result and of both operands for every innermost row.
    @inline(__always)
    func forEachRow(_ row: (_ result: Int, _ left: Int, _ right: Int) -> Void) {
        var result = 0
        for i in 0..<extents[0] {
            for j in 0..<extents[1] {
                for k in 0..<extents[2] {
                    row(
                        result, i * leftSteps[0] + j * leftSteps[1] + k * leftSteps[2],
                        i * rightSteps[0] + j * rightSteps[1] + k * rightSteps[2])
                    result += extents[3]
                }
            }
        }
    }
}

extension Tensor {
    /// The same, with a kernel for the common case that nothing is repeated.
    @inline(__always)
    func combined(
        with other: Tensor, kernel: (Span<Float>, Span<Float>, inout MutableSpan<Float>) -> Void,
        _ operation: (Float, Float) -> Float
    ) -> Tensor {
        guard shape == other.shape else { return combined(with: other, operation) }
        return .writing(shape) { kernel(elements, other.elements, &$0) }
    }

    /// Applies `operation` to pairs of elements, repeating where an extent is 1. Off the tape.
    @inline(__always)
    func combined(with other: Tensor, _ operation: (Float, Float) -> Float) -> Tensor {
        if shape == other.shape { return combinedEqually(with: other, operation) }
        let broadcast = Broadcast(shape, other.shape)
        var result = Tensor(uninitialized: broadcast.shape)
        let (n, leftStep, rightStep) = (broadcast.extents[3], broadcast.leftSteps[3], broadcast.rightSteps[3])
        result.withPointer { z, _ in
            withPointer { x in
                other.withPointer { y in
                    broadcast.forEachRow { row, left, right in
                        let (z, x, y) = (z + row, x + left, y + right)
                        switch (leftStep, rightStep) {
                        case (1, 1): for i in 0..<n { z[i] = operation(x[i], y[i]) }
                        case (1, _): for i in 0..<n { z[i] = operation(x[i], y[0]) }
                        case (_, 1): for i in 0..<n { z[i] = operation(x[0], y[i]) }
                        default: for i in 0..<n { z[i] = operation(x[0], y[0]) }
                        }
                    }
                }
            }
        }
        return result
    }

    @inline(__always)
    private func combinedEqually(with other: Tensor, _ operation: (Float, Float) -> Float) -> Tensor {
        var result = Tensor(uninitialized: shape)
        result.withPointer { z, count in
            withPointer { x in
                other.withPointer { y in
                    for i in 0..<count { z[i] = operation(x[i], y[i]) }
                }
            }
        }
        return result
    }

    /// The sum over the axes that broadcasting `target` to this shape repeated. Off the tape.
    func summed(to target: Shape) -> Tensor {
        if shape == target { return self }
        let broadcast = Broadcast(shape, target)
        precondition(broadcast.shape == shape, "shape \(target) does not broadcast to \(shape)")
        var result = Tensor(repeating: 0, shape: target)
        let (n, step) = (broadcast.extents[3], broadcast.rightSteps[3])
        result.withPointer { sum, _ in
            withPointer { x in
                broadcast.forEachRow { row, _, target in
                    let (x, sum) = (x + row, sum + target)
                    if step == 1 {
                        for i in 0..<n { sum[i] += x[i] }
                    } else {
                        sum[0] += total(of: x, count: n)
                    }
                }
            }
        }
        return result
    }
}

/// The sum of consecutive numbers in sixteen lanes: always the same order, and far less rounding than one chain.
func total(of x: UnsafePointer<Float>, count: Int) -> Float {
    var lanes = SIMD16<Float>.zero
    let blocks = count / 16 * 16
    for start in stride(from: 0, to: blocks, by: 16) {
        lanes += UnsafeRawPointer(x + start).loadUnaligned(as: SIMD16<Float>.self)
    }
    var tail: Float = 0
    for index in blocks..<count { tail += x[index] }
    return lanes.sum() + tail
}
