package import StenoLanguageModel

/// What a language model and a bonus for words add to a hypothesis.
package struct LanguageScorer: Sendable {
    let model: LanguageModel?
    /// The weight of natural-log probabilities.
    let weight: Float
    /// What every word adds.
    let wordBonus: Float
    /// What every word adds that the model lacks.
    let unknownBonus: Float

    package init(model: LanguageModel?, weight: Float, wordBonus: Float, unknownBonus: Float = 0) {
        self.model = model
        self.weight = weight
        self.wordBonus = wordBonus
        self.unknownBonus = unknownBonus
    }

    var start: LanguageModel.State { model?.start ?? LanguageModel.State() }

    /// What a word adds, and what is remembered behind it.
    func score(_ word: UInt32, after state: LanguageModel.State, next: inout LanguageModel.State) -> Float {
        guard let model else { return wordBonus }
        let score = wordBonus + weight * model.score(word, after: state, next: &next)
        return word == LanguageModel.unknown ? score + unknownBonus : score
    }

    /// What the end of the sentence adds.
    func endScore(after state: LanguageModel.State) -> Float {
        model.map { weight * $0.endScore(after: state) } ?? 0
    }

    func word(_ hash: WordHash) -> UInt32 {
        model?.word(hash) ?? LanguageModel.unknown
    }

    /// The most a word could add were it seen on its own.
    func unigramScore(_ word: UInt32) -> Float {
        guard let model else { return wordBonus }
        let score = wordBonus + weight * model.unigramScore(word)
        return word == LanguageModel.unknown ? score + unknownBonus : score
    }
}
