import StenoLanguageModel

/// What everything beside the sound remembers about a label sequence.
package struct ContextState: Sendable {
    /// What a hypothesis is ranked by together with its sound: all that follows, and an outlook on the word that is
    /// being spelled.
    package var score: Float = 0
    /// What whole words and hot words have earned.
    var base: Float = 0
    /// `base` if the word ended here: minus infinity where it may not, not a number until asked for.
    var ended: Float = 0
    /// Where the lexicon or grammar stands.
    var position = LabelAutomaton.root
    /// The number of what the language model remembers, before and behind the word that is being spelled.
    var memory: Int32 = 0
    var endedMemory: Int32 = 0
    var hotWords = HotWordAutomaton.root
    /// The number of the word that ends here, of those that are written alike the likeliest; -1 where none does or no
    /// lexicon numbers them. Known once `ended` is.
    var word: Int32 = -1
    /// What has been spelled of the word.
    var hash = WordHash()
    /// Whether a word is being spelled.
    package var inWord = false

    package init() {}

    /// Adds to all scores.
    mutating func shift(by amount: Float) {
        score += amount
        base += amount
        ended += amount
    }
}

/// What the language model remembers, by number.
package struct LanguageMemory: Sendable {
    private(set) var states: [LanguageModel.State]

    init(start: LanguageModel.State) {
        states = [start]
    }

    subscript(number: Int32) -> LanguageModel.State { states[Int(number)] }

    mutating func append(_ state: LanguageModel.State) -> Int32 {
        states.append(state)
        return Int32(states.count - 1)
    }
}
