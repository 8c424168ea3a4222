import CKernels

/// Products of one transposed A with several B: the gradients of weights, A being that of the layer's output.
struct TransposedFactorProducts {
    /// All have the same A.
    let products: [Product]
    /// The sums of A's columns are added here: the gradient of a bias.
    var columnSums: UnsafeMutablePointer<Float>?

    func run(on workers: Workers) {
        if products.allSatisfy(\.isForPackedFactor) { return runOnPackedFactors(workers) }
        for product in products { product.run(on: workers) }
        guard let columnSums, let first = products.first else { return }
        kernels.addColumnSums(first.a, columnSums, first.k, first.m)
    }

    /// Both factors are long and copied; by parts, the copies are still in the cache when they are used.
    func runOnPackedFactors(_ workers: Workers) {
        guard let first = products.first else { return }
        let (k, depth) = (first.k, depth)
        for product in products { product.scaleRows() }
        let blocks = (k + depth - 1) / depth
        for block in 0..<blocks {
            let steps = k * block / blocks..<k * (block + 1) / blocks
            let packed = products.map { $0.packedFactor(steps) }
            first.forEachBlock(workers) { rows in
                let panels = AlignedMemory(floats: depth * Product.rowsInBlock)
                let a = first.a + rows.lowerBound + steps.lowerBound * first.aStride
                let sums = columnSums.map { $0 + rows.lowerBound }
                kernels.packRows(a, first.aStride, steps.count, rows.count, panels.base, sums)
                for (product, packed) in zip(products, packed) {
                    kernels.rowPanelProduct(
                        panels.base, packed.base, block == 0 ? product.bias : nil,
                        product.c + rows.lowerBound * product.cStride, product.cStride, rows.count, product.n,
                        steps.count, block == 0 && product.beta == 0 ? 0 : 1)
                }
            }
        }
    }

    /// How many steps make a part: 384 of B in the second cache, or half as many where B is wide.
    private var depth: Int { min(384, max(192, 200_000 / (products.map(\.n).max() ?? 1))) }
}

/// The gradients of an affine map, `y = x Wᵀ + b`: of its weights, `dyᵀ x`, and of its bias, the sums of dy's columns.
///
/// - Parameters:
///   - x: `[rows, inputs]`
///   - dy: `[rows, outputs]`
///   - dWeight: `[outputs, inputs]`, added to when `accumulates`, else overwritten.
///   - dBias: `[outputs]`, added to.
package func affineGradient(
    x: Span<Float>, dy: Span<Float>, dWeight: inout MutableSpan<Float>, accumulates: Bool,
    dBias: inout MutableSpan<Float>, workers: Workers = .one
) {
    let (outputs, rows) = (dBias.count, rows(of: dy.count, columns: dBias.count))
    let inputs = dWeight.count / outputs
    requireEqualCounts(x.count, rows * inputs)
    requireEqualCounts(dWeight.count, outputs * inputs)
    let product = Product(
        m: outputs, n: inputs, k: rows, a: dy.address, aTransposed: true, b: x.address, c: dWeight.address,
        beta: accumulates ? 1 : 0)
    TransposedFactorProducts(products: [product], columnSums: dBias.address).run(on: workers)
}
