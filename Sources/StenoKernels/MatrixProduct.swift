import COpenBLAS

/// The factors of a product that lie in memory with rows and columns exchanged.
package enum TransposedFactors: Sendable {
    case none, first, second, both

    var first: Bool { self == .first || self == .both }
    var second: Bool { self == .second || self == .both }
}

/// C = α A B + β C, row-major.
///
/// - Parameters:
///   - a: `[m, k]`, or `[k, m]` when transposed.
///   - b: `[k, n]`, or `[n, k]` when transposed (a layer's weights `[out, in]`).
///   - bias: `[n]`, added to every row of a product with β = 0.
///   - c: `[m, n]`. With β = 0 its old content is not read.
package func matrixProduct(
    _ a: Span<Float>, _ b: Span<Float>, transposing transposed: TransposedFactors = .none,
    bias: Span<Float>? = nil, into c: inout MutableSpan<Float>, m: Int, n: Int, k: Int, alpha: Float = 1,
    beta: Float = 0, workers: Workers = .one
) {
    precondition(
        a.count == m * k && b.count == k * n && c.count == m * n, "factors of \(m)x\(k) by \(k)x\(n)")
    precondition(
        bias == nil || bias?.count == n && beta == 0, "a bias of \(bias?.count ?? 0) for \(n) columns")
    var product = Product(
        m: m, n: n, k: k, a: a.address, aTransposed: transposed.first, b: b.address,
        bTransposed: transposed.second, c: c.address, alpha: alpha, beta: beta)
    product.bias = bias?.address
    product.run(on: workers)
}

/// `batch` products C = α A B + β C of one size, the matrices of each factor lying one after the other.
///
/// - Parameters:
///   - a: `[batch, m, k]`, or `[batch, k, m]` when transposed.
///   - b: `[batch, k, n]`, or `[batch, n, k]` when transposed.
///   - c: `[batch, m, n]`
package func batchedMatrixProduct(
    _ a: Span<Float>, _ b: Span<Float>, transposing transposed: TransposedFactors = .none,
    into c: inout MutableSpan<Float>, batch: Int, m: Int, n: Int, k: Int, alpha: Float = 1, beta: Float = 0,
    workers: Workers = .one
) {
    precondition(
        a.count == batch * m * k && b.count == batch * k * n && c.count == batch * m * n,
        "\(batch) factors of \(m)x\(k) by \(k)x\(n)")
    let first = Product(
        m: m, n: n, k: k, a: a.address, aTransposed: transposed.first, b: b.address,
        bTransposed: transposed.second, c: c.address, alpha: alpha, beta: beta)
    workers.forEach(batch) { index in
        first.moved(a: index * m * k, b: index * k * n, c: index * m * n).run(on: .one)
    }
}

/// One product on addresses, the rows of each matrix at a distance of their own.
struct Product {
    var m, n, k: Int
    var a: UnsafePointer<Float>
    var aTransposed = false
    var aStride: Int
    var b: UnsafePointer<Float>
    var bTransposed = false
    var bStride: Int
    /// A row that is added to every row of C where β is 0.
    var bias: UnsafePointer<Float>?
    var c: UnsafeMutablePointer<Float>
    var cStride: Int
    var alpha: Float
    var beta: Float

    init(
        m: Int, n: Int, k: Int, a: UnsafePointer<Float>, aTransposed: Bool = false, aStride: Int? = nil,
        b: UnsafePointer<Float>, bTransposed: Bool = false, bStride: Int? = nil,
        c: UnsafeMutablePointer<Float>,
        cStride: Int? = nil, alpha: Float = 1, beta: Float = 0
    ) {
        (self.m, self.n, self.k) = (m, n, k)
        (self.a, self.aTransposed, self.aStride) = (a, aTransposed, aStride ?? (aTransposed ? m : k))
        (self.b, self.bTransposed, self.bStride) = (b, bTransposed, bStride ?? (bTransposed ? k : n))
        (self.c, self.cStride) = (c, cStride ?? n)
        (self.alpha, self.beta) = (alpha, beta)
    }

    func moved(a: Int, b: Int, c: Int) -> Product {
        var product = self
        product.a += a
        product.b += b
        product.c += c
        return product
    }

    /// Up to this many elements of B our own kernels are faster than OpenBLAS, beyond it slower.
    private static let largestPackedFactor = openBLASIsFaster ? 300_000 : .max
    /// From this many rows on packing B pays.
    private static let fewestRows = openBLASIsFaster ? 24 : 4
    /// Rows of a product on OpenBLAS that make one piece of work.
    private static let rowsInPiece = 512

    /// On our own kernels where B is small and there are rows enough to pay for packing it, else on OpenBLAS. The
    /// choice and the pieces of work depend on the sizes and the processor alone, so the number of workers changes no
    /// sum.
    func run(on workers: Workers) {
        guard m > 0, n > 0 else { return }
        if isForPackedFactor {
            runOnPackedFactor(workers)
        } else {
            workers.forEach((m + Self.rowsInPiece - 1) / Self.rowsInPiece) { piece in
                let row = piece * Self.rowsInPiece
                runOnOpenBLAS(row, min(Self.rowsInPiece, m - row))
            }
        }
    }

    var isForPackedFactor: Bool {
        m >= Self.fewestRows && n >= 16 && k >= 8 && k * n <= Self.largestPackedFactor
    }

    private func runOnOpenBLAS(_ row: Int, _ rows: Int) {
        _ = openBLASOnOneThread
        var beta = beta
        if let bias {
            for row in row..<row + rows { (c + row * cStride).update(from: bias, count: n) }
            beta = 1
        }
        cblas_sgemm(
            CblasRowMajor, aTransposed ? CblasTrans : CblasNoTrans, bTransposed ? CblasTrans : CblasNoTrans,
            blasint(rows), blasint(n), blasint(k), alpha, a + (aTransposed ? row : row * aStride),
            blasint(aStride), b, blasint(bStride), beta, c + row * cStride, blasint(cStride))
    }
}

/// Threads are ours (`Workers`): OpenBLAS's own would compete with them for the same cores.
private let openBLASOnOneThread: Void = openblas_set_num_threads(1)

/// Whether OpenBLAS is faster than our own kernels at large products: not where those have AVX-512, and not on a processor
/// newer than the library, which gives it the kernels of one of 2004, at a tenth of its speed.
private let openBLASIsFaster: Bool = {
    switch InstructionSet.best {
    case .baseline: true
    case .avx2: ["Haswell", "Zen"].contains(String(cString: openblas_get_corename()))
    case .avx512: false
    }
}()
