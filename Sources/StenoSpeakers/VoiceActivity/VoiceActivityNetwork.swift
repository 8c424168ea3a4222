package import StenoNN
package import StenoTensor

/// Tells frames with speech from frames without: a convolution over 60 ms, an LSTM that remembers what the background
/// sounds like, and two logits for every 20 ms.
///
/// It hears what the speaker network hears, so that features are computed once.
package struct VoiceActivityNetwork: Module {
    /// The sizes of a network.
    package struct Configuration: Hashable, Codable, Sendable {
        /// F
        package var melBins = 80
        /// Features between the convolution and the LSTM.
        package var width = 48
        /// Cells of the LSTM.
        package var cells = 64

        package init() {}

        enum CodingKeys: String, CodingKey {
            case melBins = "mel_bins"
            case width, cells
        }
    }

    package let inputNorm: BatchNorm
    package let layer: TimeDelayLayer
    package let lstm: LSTM
    package let output: Linear

    package init(_ configuration: Configuration, using generator: inout SeededGenerator) {
        inputNorm = BatchNorm(width: configuration.melBins)
        layer = TimeDelayLayer(
            inputs: SpeakerNetwork.framesPerStep * configuration.melBins, outputs: configuration.width,
            kernel: 3, dilation: 1, isResidual: false, using: &generator)
        lstm = LSTM(
            LSTM.Options(inputs: configuration.width, width: configuration.cells), using: &generator)
        output = Linear(inputs: configuration.cells, outputs: 2, using: &generator)
    }

    /// Steps heard after the one that is judged, beyond those of the convolution.
    package static let lookAhead = 4

    /// How many more steps go into the convolution than come out.
    package var context: Int { layer.convolution.context }

    /// What the layers see of the input: normalized, and steps of two frames each.
    ///
    /// - Parameter features: Log-mel energies, `[B, 2T, F]`.
    /// - Returns: `[B, T, 2F]`
    package func steps(of features: Tensor) -> Tensor {
        inputNorm.steps(of: features)
    }

    /// For training.
    ///
    /// - Parameter features: Log-mel energies, `[B, 2T, F]`.
    /// - Returns: Logits of pause and speech, `[B, T - context, 2]`; row t judges step t + context / 2 - `lookAhead`.
    package func callAsFunction(_ features: Tensor) -> Tensor {
        let heard = layer(steps(of: features))
        return output(lstm(heard, lengths: Array(repeating: heard.shape[1], count: heard.shape[0])))
    }
}
