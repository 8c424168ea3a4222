import CKernels

// Element by element over arrays of one length. All spans of a call have the same count.

/// Sets every element to one value.
package func fill(_ output: inout MutableSpan<Float>, with value: Float) {
    output.update(repeating: value)
}

/// y = x
package func copy(_ x: Span<Float>, into y: inout MutableSpan<Float>) {
    requireEqualCounts(x.count, y.count)
    y.address.update(from: x.address, count: x.count)
}

/// y = a + b
package func add(
    _ a: Span<Float>, _ b: Span<Float>, into y: inout MutableSpan<Float>, workers: Workers = .one
) {
    requireEqualCounts(a.count, b.count, y.count)
    let (a, b, y, count) = (a.address, b.address, y.address, y.count)
    workers.forEachStretch(of: count, bytes: 12 * count) { stretch in
        let first = stretch.lowerBound
        kernels.add(a + first, b + first, y + first, stretch.count)
    }
}

/// y = a + factor · b
package func add(
    _ a: Span<Float>, _ b: Span<Float>, times factor: Float, into y: inout MutableSpan<Float>,
    workers: Workers = .one
) {
    requireEqualCounts(a.count, b.count, y.count)
    let (a, b, y, count) = (a.address, b.address, y.address, y.count)
    workers.forEachStretch(of: count, bytes: 12 * count) { stretch in
        let first = stretch.lowerBound
        kernels.sumScaled(a + first, b + first, factor, y + first, stretch.count)
    }
}

/// y += x
package func add(_ x: Span<Float>, to y: inout MutableSpan<Float>, workers: Workers = .one) {
    add(x, times: 1, to: &y, workers: workers)
}

/// y += factor · x
package func add(
    _ x: Span<Float>, times factor: Float, to y: inout MutableSpan<Float>, workers: Workers = .one
) {
    requireEqualCounts(x.count, y.count)
    let (x, y, count) = (x.address, y.address, y.count)
    workers.forEachStretch(of: count, bytes: 12 * count) { stretch in
        kernels.addScaled(x + stretch.lowerBound, factor, y + stretch.lowerBound, stretch.count)
    }
}

/// y += a · b
package func addProduct(_ a: Span<Float>, _ b: Span<Float>, to y: inout MutableSpan<Float>) {
    requireEqualCounts(a.count, b.count, y.count)
    kernels.multiplyAdd(a.address, b.address, y.address, y.count)
}

/// y = a - b
package func subtract(_ a: Span<Float>, _ b: Span<Float>, into y: inout MutableSpan<Float>) {
    requireEqualCounts(a.count, b.count, y.count)
    kernels.subtract(a.address, b.address, y.address, y.count)
}

/// y = a · b; with a mask of zeros and 1 / keep it is dropout, forward and backward.
package func multiply(_ a: Span<Float>, _ b: Span<Float>, into y: inout MutableSpan<Float>) {
    requireEqualCounts(a.count, b.count, y.count)
    kernels.multiply(a.address, b.address, y.address, y.count)
}

/// y = a / b
package func divide(_ a: Span<Float>, by b: Span<Float>, into y: inout MutableSpan<Float>) {
    requireEqualCounts(a.count, b.count, y.count)
    kernels.divide(a.address, b.address, y.address, y.count)
}

/// y = factor · x
package func scale(_ x: Span<Float>, by factor: Float, into y: inout MutableSpan<Float>) {
    requireEqualCounts(x.count, y.count)
    kernels.scale(x.address, factor, y.address, y.count)
}

/// y *= factor
package func scale(_ y: inout MutableSpan<Float>, by factor: Float) {
    let address = y.address
    kernels.scale(address, factor, address, y.count)
}

func requireEqualCounts(_ a: Int, _ others: Int...) {
    precondition(others.allSatisfy { $0 == a }, "arrays of one length, not \([a] + others)")
}
