import CKernels

/// A product in blocks that fit the caches (Goto and van de Geijn 2008), on the kernels of `PackedMatrix`: some columns
/// and some of k of B are packed, then pass under all rows of A, a block of rows for each piece of work.
extension Product {
    // A block of A (rows x depth) stays in the second-level cache; a panel of B (depth x 32) is read once per tile.
    private static let rowsInBlock = 96
    private static let depthOfBlock = 512
    private static let columnsInBlock = 1024

    func runInBlocks(_ workers: Workers) {
        if beta != 0 && beta != 1 { scaleRows() }
        let depth = min(k, Self.depthOfBlock)
        let packed = AlignedMemory(floats: depth * ((min(n, Self.columnsInBlock) + 31) / 32 * 32))
        for column in stride(from: 0, to: n, by: Self.columnsInBlock) {
            let columns = min(Self.columnsInBlock, n - column)
            for step in stride(from: 0, to: k, by: Self.depthOfBlock) {
                let steps = min(Self.depthOfBlock, k - step)
                let corner = bTransposed ? column * bStride + step : step * bStride + column
                kernels.packMatrix(
                    b + corner, bStride, bTransposed ? 1 : 0, alpha, steps, columns, packed.base)
                let accumulates = step > 0 || beta != 0
                workers.forEach((m + Self.rowsInBlock - 1) / Self.rowsInBlock) { block in
                    let row = block * Self.rowsInBlock
                    multiplyRows(row, steps: step..<(step + steps), packed.base, column, columns, accumulates)
                }
            }
        }
    }

    /// One block of rows times the packed block of B.
    private func multiplyRows(
        _ row: Int, steps: Range<Int>, _ packed: UnsafePointer<Float>, _ column: Int, _ columns: Int,
        _ accumulates: Bool
    ) {
        let rows = min(Self.rowsInBlock, m - row)
        func multiply(_ factor: UnsafePointer<Float>, _ stride: Int) {
            kernels.packedProduct(
                factor, stride, packed, nil, c + row * cStride + column, cStride, rows, columns, steps.count,
                accumulates ? 1 : 0, 0, (columns + 31) / 32)
        }
        guard aTransposed else { return multiply(a + row * aStride + steps.lowerBound, aStride) }
        withUnsafeTemporaryAllocation(byteCount: rows * steps.count * 4, alignment: 64) { memory in
            guard let plain = memory.bindMemory(to: Float.self).baseAddress else { return }
            kernels.transpose(
                a + steps.lowerBound * aStride + row, aStride, 1, plain, steps.count, steps.count, rows)
            multiply(plain, steps.count)
        }
    }

    private func scaleRows() {
        for row in 0..<m { kernels.scale(c + row * cStride, beta, c + row * cStride, n) }
    }
}
