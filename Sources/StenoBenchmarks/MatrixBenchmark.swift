import COpenBLAS
import StenoKernels
import StenoTensor

/// Products of few rows with the weights of a layer: packed once, on each instruction set, and by OpenBLAS.
struct MatrixBenchmark {
    private static let sizes = [(inner: 512, columns: 2048), (inner: 256, columns: 1024)]
    private static let rows = [1, 4, 16, 32]
    /// How much arithmetic one timing takes: a few milliseconds.
    private static let operations = 400_000_000

    func run() throws {
        openblas_set_num_threads(1)
        for size in Self.sizes {
            let weights = randomNumbers(size.inner * size.columns)
            let packed = PackedMatrix(weights.span, inputs: size.inner, outputs: size.columns)
            for rows in Self.rows {
                let x = randomNumbers(rows * size.inner)
                var y = [Float](repeating: 0, count: rows * size.columns)
                for set in InstructionSet.supported.reversed() {
                    try measure("steno packed, \(set)", rows, size.inner, size.columns) {
                        set.force {
                            var output = y.mutableSpan
                            packed.multiply(x.span, into: &output)
                        }
                    }
                }
                try measure("OpenBLAS", rows, size.inner, size.columns) {
                    cblas_sgemm(
                        CblasRowMajor, CblasNoTrans, CblasNoTrans, blasint(rows), blasint(size.columns),
                        blasint(size.inner), 1, x, blasint(size.inner), weights, blasint(size.columns), 0, &y,
                        blasint(size.columns))
                }
                precondition(y[0].isFinite, "products of numbers are numbers")
            }
        }
    }

    private func measure(_ name: String, _ rows: Int, _ inner: Int, _ columns: Int, _ work: () -> Void) throws
    {
        let operations = 2 * rows * inner * columns
        let repeats = max(1, Self.operations / operations)
        let measurement = Measurement(
            section: "matmul", name: name, shape: "\(rows) x \(inner) x \(columns)", count: 9
        ) {
            for _ in 0..<repeats { work() }
        }
        try measurement.printRate(amount: Double(operations * repeats) / 1e9, unit: "GFLOP/s")
    }
}

/// Numbers between -1 and 1, the same in every run.
func randomNumbers(_ count: Int) -> [Float] {
    var generator = SeededGenerator(seed: 1)
    return (0..<count).map { _ in Float.random(in: -1...1, using: &generator) }
}
