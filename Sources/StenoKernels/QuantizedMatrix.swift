import CKernels

/// A layer's weights in eight bits, with a scale for each output; activations are quantized row by row as they come.
///
/// y = s_x s_w Σ q(x) q(w), q(x) = round(x / s_x), s_x = max |x| / 127 of the row, likewise for the weights of an
/// output. The sums are exact in 32 bits, so every instruction set gives the same.
package final class QuantizedMatrix: Sendable {
    package let inputs: Int
    package let outputs: Int
    private let weights: AlignedMemory
    private let scales: AlignedMemory
    private let sums: AlignedMemory

    /// - Parameter weights: `[outputs, inputs]`
    package init(weights: Span<Float>, outputs: Int, inputs: Int) {
        requireEqualCounts(weights.count, outputs * inputs)
        self.inputs = inputs
        self.outputs = outputs
        let columns = Panels.count(outputs) * Panels.columns
        self.weights = AlignedMemory(floats: columns * Self.words(inputs))
        scales = AlignedMemory(floats: columns)
        sums = AlignedMemory(floats: columns)
        kernels.quantizeMatrix(
            weights.address, outputs, inputs, self.weights.bytes, scales.base, sums.integers)
    }

    /// Words of four bytes for k activations.
    private static func words(_ k: Int) -> Int { (k + 3) / 4 }

    /// y = x Wᵀ + bias.
    ///
    /// - Parameters:
    ///   - x: `[rows, inputs]`
    ///   - bias: `[outputs]`, or nil.
    ///   - y: `[rows, outputs]`
    package func multiply(
        _ x: Span<Float>, bias: Span<Float>? = nil, into y: inout MutableSpan<Float>, workers: Workers = .one
    ) {
        let rowCount = rows(of: x.count, columns: inputs)
        requireEqualCounts(rowCount * outputs, y.count)
        multiply(
            x.address, stride: inputs, rows: rowCount, bias: bias?.address, into: y.address, stride: outputs,
            workers: workers)
    }

    func multiply(
        _ x: UnsafePointer<Float>, stride: Int, rows: Int, bias: UnsafePointer<Float>?,
        into y: UnsafeMutablePointer<Float>, stride yStride: Int, workers: Workers
    ) {
        withQuantized(
            x, stride: stride, rows: rows, bias: bias, into: y, stride: yStride, workers: workers
        ) { product in
            Panels.share(
                rows: rows, columns: outputs, bytes: rows * outputs * inputs, among: workers
            ) { part, panels in
                var product = product.pointee
                product.x += part.lowerBound * Self.words(inputs) * 4
                product.xScales += part.lowerBound
                product.y += part.lowerBound * yStride
                product.m = part.count
                kernels.int8Product(&product, panels.lowerBound, panels.upperBound)
            }
        }
    }

    /// Some panels of columns, in this order.
    func multiply(
        _ x: UnsafePointer<Float>, stride: Int, rows: Int, panels: [Range<Int>],
        into y: UnsafeMutablePointer<Float>, stride yStride: Int
    ) {
        withQuantized(
            x, stride: stride, rows: rows, bias: nil, into: y, stride: yStride, workers: .one
        ) { product in
            for panels in panels { kernels.int8Product(product, panels.lowerBound, panels.upperBound) }
        }
    }

    /// Quantizes the rows of x for a product with them.
    private func withQuantized(
        _ x: UnsafePointer<Float>, stride: Int, rows: Int, bias: UnsafePointer<Float>?,
        into y: UnsafeMutablePointer<Float>, stride yStride: Int, workers: Workers,
        _ body: (UnsafePointer<StenoInt8Product>) -> Void
    ) {
        let words = Self.words(inputs)
        withUnsafeTemporaryAllocation(byteCount: max(1, rows * (words + 1) * 4), alignment: 64) { memory in
            guard let base = memory.baseAddress else { return }
            let quantized = base.bindMemory(to: Int8.self, capacity: rows * words * 4)
            let rowScales = (base + rows * words * 4).bindMemory(to: Float.self, capacity: rows)
            workers.forEachPart(of: rows, bytes: rows * inputs * 4) { part in
                for row in part {
                    rowScales[row] = kernels.quantizeRow(
                        x + row * stride, inputs, quantized + row * words * 4)
                }
            }
            let product = StenoInt8Product(
                x: quantized, xScales: rowScales, weights: weights.bytes, weightScales: scales.base,
                weightSums: sums.integers, bias: bias, y: y, yStride: yStride, m: rows, n: outputs, k: inputs)
            withUnsafePointer(to: product, body)
        }
    }
}
