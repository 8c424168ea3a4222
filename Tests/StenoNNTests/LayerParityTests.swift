import Foundation
import StenoNN
import StenoTensor
import StenoTestSupport
import Testing

/// Whole layers against PyTorch, parameters loaded by PyTorch's own names.
@Suite("Layers against PyTorch")
struct LayerParityTests {
    private var generator = SeededGenerator(seed: 1)

    /// The error of a layer with the parameters of the case, on the input `x` of the case.
    private func error(_ name: String, _ module: some Module, _ function: (Tensor) -> Tensor) throws -> Float
    {
        let url = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "Fixtures/layers.safetensors")
        try module.load(from: url, prefix: "\(name).parameter.")
        let reference = try ReferenceCase(name, in: url)
        let x = Parameter(reference["input.x"])
        return reference.error(of: module.namedParameters() + [("x", x)]) { tape in
            function(x.tensor(on: tape))
        }
    }

    @Test("linear and layer norm")
    mutating func simple() throws {
        let linear = Linear(inputs: 5, outputs: 3, using: &generator)
        #expect(try error("linear", linear) { linear($0) } < 1e-4)
        let norm = LayerNorm(width: 6)
        #expect(try error("layer_norm", norm) { norm($0) } < 1e-4)
    }

    @Test("LSTM of two layers, sequences of unequal length")
    mutating func lstm() throws {
        let lstm = LSTM(.init(inputs: 5, width: 4, layers: 2), using: &generator)
        #expect(try error("lstm", lstm) { lstm($0, lengths: [7, 5, 2]) } < 1e-4)
    }

    @Test("bidirectional LSTM of two layers, sequences of unequal length")
    mutating func bidirectional() throws {
        let lstm = LSTM(.init(inputs: 5, width: 3, layers: 2, isBidirectional: true), using: &generator)
        #expect(try error("blstm", lstm) { lstm($0, lengths: [4, 6, 1]) } < 1e-4)
    }
}
