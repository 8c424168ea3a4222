/// What training makes small besides the CTC loss.
package struct ObjectiveRecipe: Codable, Equatable, Sendable {
    /// The share of the loss that the encoder's middle layer answers for, read by the same output layer
    /// (Lee and Watanabe 2021, "Intermediate loss regularization").
    package var middleWeight = 0.0
    /// The share of the loss that a second output layer answers for, which says phonemes; 0 for a model without.
    package var phonemeWeight = 0.0
    /// The pronouncing dictionary that has the phonemes of the texts' words.
    package var dictionary = ""
    /// How much the CTC loss of what a language model reads, the phonemes where there are any, becomes one of maximum
    /// mutual information (Xiang and Ou 2019, "CTC-CRF"): the weight of the probability that all label sequences
    /// share, weighed by the bigram of the training transcripts.
    package var mutualInformationWeight = 0.0
    /// How much two views of an utterance, hidden in different places by SpecAugment, must agree: the weight of the
    /// divergence between what the network says to each (Yao et al. 2025, "CR-CTC"). Doubles the work of a step.
    package var consistencyWeight = 0.0

    package init() {}

    enum CodingKeys: String, CodingKey {
        case middleWeight = "middle_weight"
        case phonemeWeight = "phoneme_weight"
        case dictionary
        case mutualInformationWeight = "mutual_information_weight"
        case consistencyWeight = "consistency_weight"
    }

    /// How many views of every utterance are computed.
    var views: Int { consistencyWeight > 0 ? 2 : 1 }

    func check(_ check: inout RangeCheck, _ specAugment: SpecAugment) {
        check.require(
            (0..<1).contains(middleWeight), "objective.middle_weight", middleWeight, "from 0 to below 1")
        check.require(
            phonemeWeight >= 0 && phonemeWeight + middleWeight < 1, "objective.phoneme_weight", phonemeWeight,
            "from 0 to below 1, together with \"middle_weight\"")
        check.require(
            dictionary.isEmpty == (phonemeWeight == 0), "objective.phoneme_weight", phonemeWeight,
            "above 0 with a \"dictionary\", and 0 without")
        check.require(
            (0...1).contains(mutualInformationWeight), "objective.mutual_information_weight",
            mutualInformationWeight, "from 0 to 1")
        check.require(
            consistencyWeight >= 0 && consistencyWeight.isFinite, "objective.consistency_weight",
            consistencyWeight, "0 or more")
        check.require(
            consistencyWeight == 0 || specAugment.frequencyMasks + specAugment.timeMasks > 0,
            "objective.consistency_weight", consistencyWeight,
            "0 without augmentation.spec_augment: equal views agree already")
    }
}
