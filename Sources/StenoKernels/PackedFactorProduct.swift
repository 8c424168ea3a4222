import CKernels

/// A product on the kernels of `PackedMatrix`: B is packed and passes under all rows of A, a block of rows for each piece
/// of work.
extension Product {
    // A block of A stays in the cache beside B.
    private static let rowsInBlock = Int(STENO_PRODUCT_ROWS)
    /// What of B, in floats, stays in the cache while the blocks of a transposed A are copied.
    private static let blockOfSecondFactor = 200_000

    func runOnPackedFactor(_ workers: Workers) {
        if beta != 0 && beta != 1 { scaleRows() }
        guard aTransposed else { return runBlock(steps: 0..<k, workers) }
        // Both factors of a gradient are long and copied: by parts, the copies are still in the cache when they are used.
        let depth = min(
            Int(STENO_PRODUCT_DEPTH), max(Int(STENO_PRODUCT_DEPTH) / 2, Self.blockOfSecondFactor / n))
        let blocks = (k + depth - 1) / depth
        for block in 0..<blocks { runBlock(steps: k * block / blocks..<k * (block + 1) / blocks, workers) }
    }

    /// Adds the products of some columns of A with those rows of B.
    private func runBlock(steps: Range<Int>, _ workers: Workers) {
        let packed = AlignedMemory(floats: steps.count * Panels.count(n) * Panels.columns)
        kernels.packMatrix(
            b + steps.lowerBound * (bTransposed ? 1 : bStride), bStride, bTransposed ? 1 : 0, alpha,
            steps.count, n,
            packed.base)
        workers.forEach((m + Self.rowsInBlock - 1) / Self.rowsInBlock) { block in
            let row = block * Self.rowsInBlock
            multiply(rows: row..<min(row + Self.rowsInBlock, m), steps: steps, packed.base)
        }
    }

    private func multiply(rows: Range<Int>, steps: Range<Int>, _ packed: UnsafePointer<Float>) {
        let isFirst = steps.lowerBound == 0
        let accumulate: Int32 = beta == 0 && isFirst ? 0 : 1
        let (target, bias) = (c + rows.lowerBound * cStride, isFirst ? bias : nil)
        guard aTransposed else {
            kernels.packedProduct(
                a + rows.lowerBound * aStride, aStride, packed, bias, target, cStride, rows.count, n, k,
                accumulate,
                0, Panels.count(n))
            return
        }
        let scratch = AlignedMemory(floats: Int(STENO_PRODUCT_ROWS * STENO_PRODUCT_DEPTH))
        kernels.transposedProduct(
            a + rows.lowerBound + steps.lowerBound * aStride, aStride, packed, bias, scratch.base, target,
            cStride,
            rows.count, n, steps.count, accumulate)
    }

    private func scaleRows() {
        for row in 0..<m { kernels.scale(c + row * cStride, beta, c + row * cStride, n) }
    }
}
