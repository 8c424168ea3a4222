import CKernels

/// A product on the kernels of `PackedMatrix`: B is packed once and passes under all rows of A, a block of rows for each
/// piece of work.
extension Product {
    /// Rows of A whose block stays in the cache beside B.
    static let rowsInBlock = 96

    func runOnPackedFactor(_ workers: Workers) {
        if aTransposed { return TransposedFactorProducts(products: [self]).runOnPackedFactors(workers) }
        scaleRows()
        let packed = packedFactor(0..<k)
        forEachBlock(workers) { rows in
            let (first, target) = (a + rows.lowerBound * aStride, c + rows.lowerBound * cStride)
            kernels.packedProduct(
                first, aStride, packed.base, bias, target, cStride, rows.count, n, k, beta == 0 ? 0 : 1, 0, 0,
                Panels.count(n))
        }
    }

    /// Some rows of B, times α.
    func packedFactor(_ steps: Range<Int>) -> AlignedMemory {
        let packed = AlignedMemory(floats: steps.count * Panels.count(n) * Panels.columns)
        let first = b + steps.lowerBound * (bTransposed ? 1 : bStride)
        kernels.packMatrix(first, bStride, bTransposed ? 1 : 0, alpha, steps.count, n, packed.base)
        return packed
    }

    func forEachBlock(_ workers: Workers, _ body: (_ rows: Range<Int>) -> Void) {
        workers.forEach((m + Self.rowsInBlock - 1) / Self.rowsInBlock) { block in
            body(block * Self.rowsInBlock..<min((block + 1) * Self.rowsInBlock, m))
        }
    }

    /// C = β C where the kernels, which add or do not, cannot.
    func scaleRows() {
        guard beta != 0 && beta != 1 else { return }
        for row in 0..<m { kernels.scale(c + row * cStride, beta, c + row * cStride, n) }
    }
}
