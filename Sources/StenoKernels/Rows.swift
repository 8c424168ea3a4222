import CKernels

// Sums down the columns of a matrix of rows, `[R, C]`, however many axes R stands for.

/// sums += the sum of each column of x: the gradient of a bias.
package func addColumnSums(of x: Span<Float>, to sums: inout MutableSpan<Float>) {
    kernels.addColumnSums(x.address, sums.address, rows(of: x.count, columns: sums.count), sums.count)
}

/// sums += the sum of each column of a · b: the gradient of a row that was multiplied.
package func addColumnSums(ofProduct a: Span<Float>, _ b: Span<Float>, to sums: inout MutableSpan<Float>) {
    requireEqualCounts(a.count, b.count)
    kernels.addColumnProductSums(
        a.address, b.address, sums.address, rows(of: a.count, columns: sums.count), sums.count)
}

func rows(of count: Int, columns: Int) -> Int {
    precondition(columns > 0 && count % columns == 0, "\(count) elements are not rows of \(columns)")
    return count / columns
}
