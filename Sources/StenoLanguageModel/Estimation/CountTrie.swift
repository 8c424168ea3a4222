/// All n-grams of a text up to a length, hung like those of ``NGramTrie``, with how often each occurs.
struct CountTrie: Sendable {
    struct Level: Sendable {
        var words: [UInt32] = []
        /// How often the n-gram occurs.
        var counts: [UInt32] = []
        /// Where those one word longer begin in the next level; one more than there are n-grams.
        var children: [Int] = [0]
    }

    private(set) var levels: [Level]

    /// - Parameter vocabularySize: How many words there are; each gets a unigram, even those that end no n-gram.
    init(_ ngrams: CountedNGrams, vocabularySize: Int) {
        levels = [Level](repeating: Level(), count: ngrams.order)
        levels[0].words = (0..<UInt32(vocabularySize)).map { $0 }
        levels[0].counts = [UInt32](repeating: 0, count: vocabularySize)
        var bigrams = [Int](repeating: 0, count: vocabularySize + 1)
        for ngram in 0..<ngrams.count {
            let shared = ngram == 0 ? 0 : ngrams.sharedWords(ngram - 1, ngram)
            let count = ngrams.keys.counts[ngram]
            guard let last = ngrams.word(0, of: ngram) else { continue }
            levels[0].counts[Int(last)] += count
            for place in 1..<max(ngrams.order, 1) {
                guard let word = ngrams.word(place, of: ngram) else { break }
                if place < shared {
                    levels[place].counts[levels[place].counts.count - 1] += count
                    continue
                }
                if place == 1 {
                    bigrams[Int(last) + 1] += 1
                } else {
                    levels[place - 1].children[levels[place - 1].words.count] += 1
                }
                levels[place].words.append(word)
                levels[place].counts.append(count)
                levels[place].children.append(0)
            }
        }
        levels[0].children = bigrams
        for level in levels.indices {
            for place in levels[level].children.indices.dropFirst() {
                levels[level].children[place] += levels[level].children[place - 1]
            }
        }
    }

    var order: Int { levels.count }

    /// How often an n-gram counts for the probability of its last word: as often as it occurs when it is one of the
    /// longest or begins a sentence, otherwise once for each word seen before it (Kneser & Ney 1995).
    @inline(__always)
    func adjustedCount(_ place: Int, level: Int) -> UInt32 {
        let words = levels[level]
        if level == order - 1 || words.words[place] == NGramCounter.start { return words.counts[place] }
        return UInt32(words.children[place + 1] - words.children[place])
    }

    /// For each n-gram of a level below the first, the place in the level above of its context: the n-gram without
    /// its last word.
    ///
    /// - Parameter contexts: The same for the level above; not used for the second level.
    func contexts(of level: Int, above contexts: [UInt32]) -> [UInt32] {
        var result = [UInt32](repeating: 0, count: levels[level].words.count)
        for parent in levels[level - 1].words.indices {
            let range = levels[level - 1].children[parent]..<levels[level - 1].children[parent + 1]
            if level == 1 {
                for place in range { result[place] = levels[1].words[place] }
                continue
            }
            // The words before (h, w) are among the words before (h): both ascend, so one walk finds them all.
            var place = levels[level - 2].children[Int(contexts[parent])]
            for ngram in range {
                while levels[level - 1].words[place] != levels[level].words[ngram] { place += 1 }
                result[ngram] = UInt32(place)
            }
        }
        return result
    }
}
