/// How the weights of products are kept at inference.
package enum WeightPrecision: String, Sendable, Hashable, Codable, CaseIterable {
    case float32
    /// Eight bits with a scale for each output, and activations quantized as they come: a quarter of the memory that
    /// streaming is bound by, for an error of about 1 % of a row's largest product.
    case int8
}

/// A layer's weights prepared once for inference, in either precision.
package enum InferenceWeights: Sendable {
    case float32(PackedMatrix)
    case int8(QuantizedMatrix)

    /// - Parameter weights: `[outputs, inputs]`
    package init(_ weights: Span<Float>, outputs: Int, inputs: Int, precision: WeightPrecision) {
        switch precision {
        case .float32: self = .float32(PackedMatrix(weights: weights, outputs: outputs, inputs: inputs))
        case .int8: self = .int8(QuantizedMatrix(weights: weights, outputs: outputs, inputs: inputs))
        }
    }

    package var inputs: Int {
        switch self {
        case .float32(let matrix): matrix.inputs
        case .int8(let matrix): matrix.inputs
        }
    }

    package var outputs: Int {
        switch self {
        case .float32(let matrix): matrix.outputs
        case .int8(let matrix): matrix.outputs
        }
    }

    /// y = x Wᵀ + bias.
    ///
    /// - Parameters:
    ///   - x: `[rows, inputs]`
    ///   - bias: `[outputs]`, or nil.
    ///   - y: `[rows, outputs]`
    package func multiply(
        _ x: Span<Float>, bias: Span<Float>? = nil, into y: inout MutableSpan<Float>, workers: Workers = .one
    ) {
        switch self {
        case .float32(let matrix): matrix.multiply(x, bias: bias, into: &y, workers: workers)
        case .int8(let matrix): matrix.multiply(x, bias: bias, into: &y, workers: workers)
        }
    }

    /// Some panels of columns, in this order, on addresses, with rows at a distance.
    func multiply(
        _ x: UnsafePointer<Float>, stride: Int, rows: Int, panels: [Range<Int>],
        into y: UnsafeMutablePointer<Float>, stride yStride: Int
    ) {
        switch self {
        case .float32(let matrix):
            for panels in panels {
                matrix.multiply(x, stride: stride, rows: rows, panels: panels, into: y, stride: yStride)
            }
        case .int8(let matrix):
            matrix.multiply(x, stride: stride, rows: rows, panels: panels, into: y, stride: yStride)
        }
    }

    /// Bytes of the prepared weights, without scales.
    var bytes: Int {
        switch self {
        case .float32(let matrix): matrix.inputs * matrix.outputs * 4
        case .int8(let matrix): matrix.inputs * matrix.outputs
        }
    }
}
