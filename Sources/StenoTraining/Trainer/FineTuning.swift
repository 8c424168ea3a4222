package import Foundation
import StenoAcousticModel
import StenoFeatures
import StenoNN
import StenoTensor
import StenoText

/// Where training starts from instead of random weights.
package struct FineTuning: Sendable {
    /// The bundle of an earlier model.
    package var bundle: URL
    /// Whether the encoder keeps its weights and only the output layer learns.
    package var freezesEncoder: Bool

    package init(bundle: URL, freezesEncoder: Bool = false) {
        self.bundle = bundle
        self.freezesEncoder = freezesEncoder
    }

    /// The normalization of the earlier model: its weights expect no other.
    var normalization: FeatureNormalization {
        get throws { try AcousticModel(at: bundle).features.configuration.normalization }
    }

    /// Takes over every tensor that fits, and of the output layer the rows of symbols that both vocabularies have.
    ///
    /// - Throws: `TrainingError.unsuitableStart` when the encoder is of another kind or hears other features.
    func begin(_ network: AcousticNetwork, configuration: ModelConfiguration, tokenizer: Tokenizer) throws {
        let old = try AcousticModel(at: bundle)
        guard old.configuration.encoder == configuration.encoder else {
            throw TrainingError.unsuitableStart(
                bundle: bundle.path,
                reason: "its encoder has another configuration than the recipe's \"model\"")
        }
        guard old.configuration.featureSize == configuration.featureSize else {
            throw TrainingError.unsuitableStart(
                bundle: bundle.path, reason: "it hears \(old.configuration.featureSize) features")
        }
        network.encoder.weights = old.network.encoder.weights
        copyRows(from: old, to: network, tokenizer)
        if freezesEncoder { network.encoder.setTrained(false) }
    }

    private func copyRows(from old: AcousticModel, to network: AcousticNetwork, _ tokenizer: Tokenizer) {
        let head = network.ctcHead, source = old.network.ctcHead
        var weight = head.weight.value, bias = head.bias?.value
        let width = weight.shape[1]
        for (label, symbol) in tokenizer.vocabulary.symbols.enumerated() {
            guard let origin = old.tokenizer.vocabulary.label(of: symbol) else { continue }
            weight.replace(label * width, by: source.weight.value, at: origin * width, count: width)
            if let sourceBias = source.bias?.value {
                bias?.replace(label, by: sourceBias, at: origin, count: 1)
            }
        }
        head.weight.value = weight
        if let bias { head.bias?.value = bias }
    }
}

extension Tensor {
    /// Copies some elements of another tensor.
    fileprivate mutating func replace(_ start: Int, by other: Tensor, at origin: Int, count: Int) {
        var elements = mutableElements
        for index in 0..<count { elements[start + index] = other.elements[origin + index] }
    }
}
