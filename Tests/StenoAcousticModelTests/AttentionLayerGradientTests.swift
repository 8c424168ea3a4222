import StenoAcousticModel
import StenoKernels
import StenoNN
import StenoTensor
import StenoTestSupport
import Testing

/// The layers of the encoders against finite differences, with respect to their input and all their parameters.
@Suite("Encoder layers against finite differences")
struct AttentionLayerGradientTests {
    private let lengths = [6, 4]

    private func error(_ layer: some AttentionLayer, _ positions: PositionKind, _ mask: AttentionMask)
        -> Float
    {
        for (index, (name, parameter)) in layer.namedParameters().enumerated() where !name.contains("norm") {
            parameter.value = randomTensor(parameter.shape, in: -0.7...0.7, seed: UInt64(index))
        }
        let input = Parameter(randomTensor([2, 6, 8], in: -2...2))
        let view = AttentionView(
            mask: mask,
            positions: FramePositions(positions, frames: 0..<6, width: 8, heads: 2, isLearned: true),
            lengths: lengths)
        // The gradients of a key's bias and of a constant in front of batch norm are zero. A tenth of the output keeps
        // the rounding of their differences below the size at which gradients are told from zero.
        return gradientError(of: layer.namedParameters().map(\.parameter) + [input]) { tape in
            layer(input.tensor(on: tape), view).masked(to: lengths) * 0.1
        }
    }

    @Test("a Transformer's layer", arguments: [PositionKind.rotary, .relative])
    func transformer(_ positions: PositionKind) {
        var generator = SeededGenerator(seed: 1)
        let layer = TransformerLayer(
            Tiny.transformer(positions == .rotary ? .rotary : .relative), using: &generator)
        let mask = AttentionMask.chunked(lengths, frames: 6, chunk: 2, leftContext: 3)
        #expect(error(layer, positions, mask) < 2e-3)
    }

    @Test("a Conformer's layer, for whole utterances and for streams", arguments: [false, true])
    func conformer(isCausal: Bool) {
        var generator = SeededGenerator(seed: 2)
        let layer = ConformerLayer(Tiny.sizes(subsampling: 4), isCausal: isCausal, using: &generator)
        let mask: AttentionMask =
            isCausal
            ? .chunked(lengths, frames: 6, chunk: 2, leftContext: 3) : .lengths(lengths, frames: 6)
        #expect(error(layer, .relative, mask) < 2e-3)
    }
}
