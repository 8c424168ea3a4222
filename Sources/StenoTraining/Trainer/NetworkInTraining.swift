import StenoAcousticModel
import StenoNN
import StenoTensor

/// A network with what only its training needs: an output layer that reads phonemes from the encoder's middle layer.
///
/// Phonemes below, letters on top (Sanabria and Metze 2018, "Hierarchical multitask learning with CTC"): sounds are
/// learned from far fewer words than spelling is.
struct NetworkInTraining: Module {
    let network: AcousticNetwork
    /// `[P, D]` and `[P]`, P being the phonemes with the blank; nil without phonemes.
    let middleHead: Linear?

    var parts: [ModulePart] {
        network.parts + (middleHead.map { [ModulePart("middle_head", .module($0))] } ?? [])
    }

    init(_ network: AcousticNetwork, phonemes: Int?, seed: UInt64) {
        self.network = network
        var generator = SeededGenerator(seed: seed).fork(5)
        middleHead = phonemes.map {
            Linear(inputs: network.encoder.width, outputs: $0, using: &generator)
        }
    }

    /// Scores of the last layer and, where asked, of the middle one: of its phonemes, or without these of the last
    /// layer's symbols.
    func callAsFunction(_ batch: FeatureBatch, on tape: Tape, asksMiddle: Bool) -> Logits {
        network(
            batch.features.on(tape), lengths: batch.lengths,
            readingMiddleWith: asksMiddle ? middleHead ?? network.ctcHead : nil)
    }
}
