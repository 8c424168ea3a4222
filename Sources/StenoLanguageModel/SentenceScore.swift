import Glibc

/// How probable a language model finds a sentence, word by word.
package struct SentenceScore: Sendable {
    /// A word of the sentence, or its end.
    package struct Word: Hashable, Sendable {
        package let text: String
        /// The word's number in the model; 0 for those it lacks.
        package let number: UInt32
        /// How many words the n-gram has that the probability is of.
        package let length: Int
        /// Base-10 logarithm.
        package let logProbability: Double

        /// Whether the model lacks the word.
        package var isUnknown: Bool { number == LanguageModel.unknown }
    }

    /// The words and `</s>`.
    package let words: [Word]

    /// The base-10 logarithm of the sentence's probability.
    package var total: Double { words.reduce(0) { $0 + $1.logProbability } }

    /// How many words the model lacks.
    package var unknownCount: Int { words.count(where: \.isUnknown) }
}

extension LanguageModel {
    /// Scores a sentence, its end included.
    package func score(of sentence: [String]) -> SentenceScore {
        var state = start
        let words = (sentence + [Self.sentenceEnd]).map { text in
            let number = word(WordHash(text))
            var next = State()
            let found = lookUp(number, after: state, next: &next)
            state = next
            return SentenceScore.Word(
                text: text, number: number, length: found.length,
                logProbability: Double(found.score) / 2.302_585_092_994_046)
        }
        return SentenceScore(words: words)
    }
}

/// How badly a language model is surprised by a text: the inverse of the geometric mean of its words' probabilities,
/// sentence ends counted as words.
package struct Perplexity: Sendable {
    /// Words and sentence ends.
    package private(set) var tokens = 0
    /// Words the model lacks.
    package private(set) var unknown = 0
    private var total = 0.0
    private var totalOfUnknown = 0.0

    package init() {}

    package mutating func add(_ sentence: SentenceScore) {
        tokens += sentence.words.count
        unknown += sentence.unknownCount
        total += sentence.total
        for word in sentence.words where word.isUnknown { totalOfUnknown += word.logProbability }
    }

    /// With the probability of `<unk>` for words the model lacks; `nil` without a word.
    package var includingUnknown: Double? {
        tokens > 0 ? pow(10, -total / Double(tokens)) : nil
    }

    /// Of the words the model has.
    package var excludingUnknown: Double? {
        tokens > unknown ? pow(10, -(total - totalOfUnknown) / Double(tokens - unknown)) : nil
    }
}
