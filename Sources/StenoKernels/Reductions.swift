import CKernels

/// The sum of all elements; 0 for none.
package func sum(_ x: Span<Float>) -> Float {
    kernels.sum(x.address, x.count)
}

/// The sum of a · b.
package func dot(_ a: Span<Float>, _ b: Span<Float>) -> Float {
    requireEqualCounts(a.count, b.count)
    return kernels.dot(a.address, b.address, a.count)
}

/// The sum of the squares, for the norm that gradient clipping looks at.
package func squaredNorm(_ x: Span<Float>) -> Float {
    dot(x, x)
}

/// The largest element; -inf for none.
package func maximum(_ x: Span<Float>) -> Float {
    kernels.maximum(x.address, x.count)
}
