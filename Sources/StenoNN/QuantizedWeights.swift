package import StenoKernels
import StenoTensor

/// A layer's weights in eight bits as a file keeps them: integers of the layer's shape under its name, and the scale of
/// each output under the name with `_scale`.
struct QuantizedWeights {
    private let integers: [Int8]
    private let scales: Tensor
    private let shape: Shape

    static func scaleName(of name: String) -> String { name + "_scale" }

    /// Rounds weights `[outputs, inputs]`: the largest of each output becomes ±127.
    init(of weights: Tensor) {
        shape = weights.shape
        let (outputs, values) = (shape[0], weights.array)
        let inputs = values.count / max(outputs, 1)
        let rows = (0..<outputs).map { values[$0 * inputs..<($0 + 1) * inputs] }
        let scales = rows.map { row in (row.map(\.magnitude).max() ?? 0) / 127 }
        integers = zip(rows, scales).flatMap { row, scale in
            row.map { scale > 0 ? Int8(($0 / scale).rounded(.toNearestOrEven)) : 0 }
        }
        self.scales = Tensor(scales, shape: [outputs])
    }

    /// Reads what `write` wrote; nil when the file keeps the weights as floats.
    init?(named name: String, in file: borrowing SafetensorsFile) throws(SafetensorsError) {
        guard let layout = file.layout(of: name), layout.type == .int8 else { return nil }
        shape = Shape(layout.extents)
        integers = try file.int8Elements(named: name)
        scales = try file.tensor(named: Self.scaleName(of: name))
    }

    /// The weights as floats; rounding these again gives the same integers.
    var values: Tensor {
        let inputs = integers.count / max(shape[0], 1), scales = scales.array
        return Tensor(
            integers.enumerated().map { place, integer in Float(integer) * scales[place / inputs] },
            shape: shape)
    }

    func write(named name: String, to writer: inout SafetensorsWriter) {
        writer.add(int8: integers, shape: shape, named: name)
        writer.add(scales, named: Self.scaleName(of: name))
    }
}

extension Module {
    /// Keeps the weights of products otherwise at inference: those of linear maps and LSTMs. All else stays in single
    /// precision, which is little and matters more.
    package func setPrecision(_ precision: WeightPrecision) {
        for (name, parameter) in namedParameters() where Self.isProduct(name, parameter.shape) {
            parameter.precision = precision
        }
    }

    /// How the weights of products are kept at inference.
    package var precision: WeightPrecision {
        namedParameters().contains { $0.parameter.precision == .int8 } ? .int8 : .float32
    }

    private static func isProduct(_ name: String, _ shape: Shape) -> Bool {
        let isWeight = name.split(separator: ".").last?.hasPrefix("weight") ?? false
        return isWeight && (shape.rank == 2 || shape.rank == 3 && shape[2] == 1)
    }
}
