/// What training makes small besides the CTC loss.
package struct ObjectiveRecipe: Codable, Equatable, Sendable {
    /// The share of the loss that the encoder's middle layer answers for, read by the same output layer
    /// (Lee and Watanabe 2021, "Intermediate loss regularization").
    package var middleWeight = 0.0
    /// A pronouncing dictionary, from which the middle layer learns phonemes with an output layer of its own instead
    /// (Sanabria and Metze 2018, "Hierarchical multitask learning with CTC"); empty for none.
    package var middleDictionary = ""
    /// How much two views of an utterance, hidden in different places by SpecAugment, must agree: the weight of the
    /// divergence between what the network says to each (Yao et al. 2025, "CR-CTC"). Doubles the work of a step.
    package var consistencyWeight = 0.0

    package init() {}

    enum CodingKeys: String, CodingKey {
        case middleWeight = "middle_weight"
        case middleDictionary = "middle_dictionary"
        case consistencyWeight = "consistency_weight"
    }

    /// How many views of every utterance are computed.
    var views: Int { consistencyWeight > 0 ? 2 : 1 }

    func check(_ check: inout RangeCheck, _ specAugment: SpecAugment) {
        check.require(
            (0..<1).contains(middleWeight), "objective.middle_weight", middleWeight, "from 0 to below 1")
        check.require(
            middleDictionary.isEmpty || middleWeight > 0, "objective.middle_weight", middleWeight,
            "above 0 with a \"middle_dictionary\", which is for the middle layer")
        check.require(
            consistencyWeight >= 0 && consistencyWeight.isFinite, "objective.consistency_weight",
            consistencyWeight, "0 or more")
        check.require(
            consistencyWeight == 0 || specAugment.frequencyMasks + specAugment.timeMasks > 0,
            "objective.consistency_weight", consistencyWeight,
            "0 without augmentation.spec_augment: equal views agree already")
    }
}
