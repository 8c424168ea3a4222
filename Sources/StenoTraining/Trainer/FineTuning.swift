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

    /// Takes over every tensor that fits, and of the output layers the rows of symbols that both vocabularies have.
    ///
    /// - Throws: `TrainingError.unsuitableStart` when the encoder is of another kind or hears other features.
    func begin(
        _ network: AcousticNetwork, configuration: ModelConfiguration, tokenizer: Tokenizer,
        phonemes: Tokenizer?
    )
        throws
    {
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
        network.ctcHead.copyRows(of: tokenizer, from: old.network.ctcHead, of: old.tokenizer)
        if let phonemes, let oldPhonemes = old.inPhonemes, let oldHead = old.network.phonemeHead {
            network.phonemeHead?.copyRows(of: phonemes, from: oldHead, of: oldPhonemes.tokenizer)
        }
        if freezesEncoder { network.encoder.setTrained(false) }
    }
}

extension Linear {
    /// Takes over the rows of the symbols that another output layer has, too.
    fileprivate func copyRows(of tokenizer: Tokenizer, from source: Linear, of other: Tokenizer) {
        var (newWeight, newBias) = (weight.value, bias?.value)
        let width = newWeight.shape[1]
        for (label, symbol) in tokenizer.vocabulary.symbols.enumerated() {
            guard let origin = other.vocabulary.label(of: symbol) else { continue }
            newWeight.replace(label * width, by: source.weight.value, at: origin * width, count: width)
            if let sourceBias = source.bias?.value {
                newBias?.replace(label, by: sourceBias, at: origin, count: 1)
            }
        }
        weight.value = newWeight
        if let newBias { bias?.value = newBias }
    }
}

extension Tensor {
    /// Copies some elements of another tensor.
    fileprivate mutating func replace(_ start: Int, by other: Tensor, at origin: Int, count: Int) {
        var elements = mutableElements
        for index in 0..<count { elements[start + index] = other.elements[origin + index] }
    }
}
