/// An n-gram model in memory, as a trie over n-grams read backwards: below a word hang the words seen before it.
///
/// So the longest n-gram that ends in a word is found on one way down, and every n-gram hangs below the shorter one
/// a model backs off to (Heafield 2011, section 4.2).
package struct NGramTrie: Sendable {
    /// The n-grams of one length, sorted by their words from the last to the first.
    package struct Level: Sendable {
        /// The first word of each n-gram: the one that was added to the n-gram it hangs below.
        package var words: [UInt32] = []
        /// Natural-log probability of the last word after the others.
        package var probabilities: [Float] = []
        /// Natural-log weight of backing off, as a context.
        package var backoffs: [Float] = []
        /// Where the n-grams hanging below each begin in the next level; one more than there are n-grams.
        package var children: [Int] = [0]

        package var count: Int { words.count }
    }

    /// Level 0 holds the unigrams, one for each word of the vocabulary in its order.
    package var levels: [Level]
    /// The words by number; 0 is `<unk>`.
    package var vocabulary: [String]

    package var order: Int { levels.count }

    /// The words that can be said, those that are likelier by themselves first.
    package var wordsByFrequency: [String] {
        let marks: Set = [
            LanguageModel.unknownWord, LanguageModel.sentenceStart, LanguageModel.sentenceEnd,
        ]
        let probabilities = levels[0].probabilities
        return vocabulary.indices.filter { !marks.contains(vocabulary[$0]) }
            .sorted { (-probabilities[$0], vocabulary[$0]) < (-probabilities[$1], vocabulary[$1]) }
            .map { vocabulary[$0] }
    }

    /// Where the n-gram one word longer hangs, in the next level.
    func child(of place: Int, in level: Int, word: UInt32) -> Int? {
        let range = levels[level].children[place]..<levels[level].children[place + 1]
        let words = levels[level + 1].words
        var (low, high) = (range.lowerBound, range.upperBound)
        while low < high {
            let middle = (low + high) / 2
            if words[middle] < word { low = middle + 1 } else { high = middle }
        }
        return low < range.upperBound && words[low] == word ? low : nil
    }

    /// Where an n-gram hangs in the level of its length.
    ///
    /// - Parameter reversed: Its words, the last first.
    func place(of reversed: some Collection<UInt32>) -> Int? {
        guard let last = reversed.first else { return nil }
        var place = Int(last)
        for (level, word) in reversed.dropFirst().enumerated() {
            guard let child = child(of: place, in: level, word: word) else { return nil }
            place = child
        }
        return place
    }

    /// The natural-log probability of a word after a context, by backing off.
    ///
    /// - Parameter history: The words before it, the nearest first.
    func probability(of word: UInt32, after history: ArraySlice<UInt32>) -> Float {
        guard !history.isEmpty else { return levels[0].probabilities[Int(word)] }
        if history.count < order, let place = place(of: [word] + history) {
            return levels[history.count].probabilities[place]
        }
        let shorter = history.dropLast()
        let backoff = place(of: history).map { levels[history.count - 1].backoffs[$0] } ?? 0
        return backoff + probability(of: word, after: shorter)
    }
}
