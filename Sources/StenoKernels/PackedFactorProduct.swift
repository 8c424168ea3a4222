import CKernels

/// A product on the kernels of `PackedMatrix`: B is packed once and passes under all rows of A, a block of rows for each
/// piece of work.
extension Product {
    // A block of A stays in the cache beside B.
    private static let rowsInBlock = 96

    func runOnPackedFactor(_ workers: Workers) {
        if beta != 0 && beta != 1 { scaleRows() }
        let packed = AlignedMemory(floats: k * Panels.count(n) * Panels.columns)
        kernels.packMatrix(b, bStride, bTransposed ? 1 : 0, alpha, k, n, packed.base)
        workers.forEach((m + Self.rowsInBlock - 1) / Self.rowsInBlock) { block in
            let row = block * Self.rowsInBlock
            multiplyRows(row, min(Self.rowsInBlock, m - row), packed.base)
        }
    }

    private func multiplyRows(_ row: Int, _ rows: Int, _ packed: UnsafePointer<Float>) {
        let accumulate: Int32 = beta == 0 ? 0 : 1
        let (target, columns) = (c + row * cStride, Panels.count(n))
        guard aTransposed else {
            kernels.packedProduct(
                a + row * aStride, aStride, packed, bias, target, cStride, rows, n, k, accumulate, 0, columns)
            return
        }
        let scratch = AlignedMemory(floats: STENO_PRODUCT_SCRATCH)
        kernels.transposedProduct(
            a + row, aStride, packed, bias, scratch.base, target, cStride, rows, n, k, accumulate)
    }

    private func scaleRows() {
        for row in 0..<m { kernels.scale(c + row * cStride, beta, c + row * cStride, n) }
    }
}
