import Foundation
import StenoAcousticModel
import StenoNN
import StenoTensor
import StenoTestSupport
import Testing

/// Whole networks against PyTorch, parameters loaded by their names in a bundle.
@Suite("Encoders against PyTorch")
struct EncoderParityTests {
    private static let fixture = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Fixtures/encoders.safetensors")

    /// PyTorch's own single precision is within 3e-5 of the double precision of the fixture, counting differences of
    /// values below a tenth of their tensor's largest absolutely.
    private let tolerance: Float = 1e-4

    /// The emissions while training and at inference, and all gradients, against the case of that name.
    private func check(_ name: String, _ encoder: EncoderConfiguration, lengths: [Int] = [53, 38]) throws {
        let network = AcousticNetwork(
            ModelConfiguration(encoder: encoder, featureSize: 16, vocabularySize: 5), seed: 1)
        try network.load(from: Self.fixture, prefix: "\(name).parameter.")
        let reference = try ReferenceCase(name, in: Self.fixture)
        let x = Parameter(reference["input.x"])
        let inferred = network(x.value, lengths: lengths)
        let error = largestRelativeDifference(
            inferred.symbols.masked(to: inferred.lengths).array, from: reference["values"].array, floor: 0.1)
        #expect(error < tolerance)
        // A constant in front of batch norm changes nothing: its gradient is rounding.
        let parameters = network.namedParameters().filter {
            !(name.hasPrefix("parakeet") && $0.name.hasSuffix("depthwise_conv.bias"))
        }
        let trained = reference.error(of: parameters + [("x", x)], floor: 0.1) { tape in
            let logits = network(x.tensor(on: tape), lengths: lengths)
            return logits.symbols.masked(to: logits.lengths)
        }
        #expect(trained < tolerance)
    }

    @Test("the Conformer that shortens 8 times is Hugging Face's ParakeetForCTC")
    func parakeet() throws {
        try check("parakeet", .parakeet(Tiny.parakeet(subsampling: 8)), lengths: [53, 53])
    }

    @Test("so is the one that shortens 4 times, without biases, on utterances of unequal length")
    func paddedParakeet() throws {
        var configuration = Tiny.parakeet(subsampling: 4)
        configuration.encoder.hasAttentionBias = false
        configuration.encoder.hasConvolutionBias = false
        try check("parakeet_padded", .parakeet(configuration))
    }

    @Test(
        "the streaming Conformer is ParakeetForCTC under a chunked mask, causal, with layer norm",
        arguments: [4, 8])
    func conformer(subsampling: Int) throws {
        try check("conformer_\(subsampling)", .conformer(Tiny.conformer(subsampling: subsampling)))
    }

    @Test("the Transformer, offline with rotary or sinusoidal positions and streaming with relative ones")
    func transformer() throws {
        try check("transformer_rotary", .transformer(Tiny.transformer(.rotary, streaming: false)))
        try check("transformer_sinusoidal", .transformer(Tiny.transformer(.sinusoidal, streaming: false)))
        try check("transformer_relative_chunked", .transformer(Tiny.transformer(.relative)))
    }
}
