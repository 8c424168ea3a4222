/// Collects n-grams in any order, shorter ones first, and hangs them into a trie.
struct TrieBuilder {
    private struct Entry {
        /// Where it hangs in the level above, then its first word: sorts like the words read backwards.
        var key: UInt64
        var probability: Float
        var backoff: Float
    }

    private(set) var trie: NGramTrie
    /// For each length from 2: its n-grams as given, words read backwards one after another.
    private var words: [[UInt32]] = []
    private var values: [[(probability: Float, backoff: Float)]] = []

    /// - Parameter unigrams: One for each word of the vocabulary.
    init(vocabulary: [String], unigrams: [(probability: Float, backoff: Float)]) {
        var level = NGramTrie.Level()
        level.words = vocabulary.indices.map { UInt32($0) }
        level.probabilities = unigrams.map(\.probability)
        level.backoffs = unigrams.map(\.backoff)
        level.children = [Int](repeating: 0, count: vocabulary.count + 1)
        trie = NGramTrie(levels: [level], vocabulary: vocabulary)
    }

    /// Adds an n-gram of at least two words.
    mutating func add(reversed: some Collection<UInt32>, probability: Float, backoff: Float) {
        while words.count < reversed.count - 1 {
            words.append([])
            values.append([])
        }
        words[reversed.count - 2].append(contentsOf: reversed)
        values[reversed.count - 2].append((probability, backoff))
    }

    /// The trie of all n-grams added.
    ///
    /// Pruned models may lack the shorter n-gram another hangs below; it is added, its probability found by backing
    /// off, so that it changes nothing.
    ///
    /// - Returns: `nil` when an n-gram was added twice.
    consuming func build() -> NGramTrie? {
        let unigrams = trie
        var length = 2
        while length < words.count + 2 {
            let missing = self.missing(below: length)
            if missing.isEmpty {
                guard hang(length: length) else { return nil }
                length += 1
            } else {
                for reversed in missing { add(reversed: reversed, probability: .nan, backoff: 0) }
                (trie, length) = (unigrams, 2)
            }
        }
        return trie
    }

    /// The shorter n-grams that those of a length would hang below, but which are not there.
    private func missing(below length: Int) -> Set<[UInt32]> {
        var missing = Set<[UInt32]>()
        for start in stride(from: 0, to: words[length - 2].count, by: length) {
            let shorter = words[length - 2][start..<(start + length - 1)]
            if trie.place(of: shorter) == nil { missing.insert(Array(shorter)) }
        }
        return missing
    }

    private mutating func hang(length: Int) -> Bool {
        let given = words[length - 2]
        var entries: [Entry] = []
        entries.reserveCapacity(values[length - 2].count)
        for (index, value) in values[length - 2].enumerated() {
            let reversed = given[(index * length)..<((index + 1) * length)]
            guard let parent = trie.place(of: reversed.dropLast()) else {
                preconditionFailure("missing n-grams have been added")
            }
            let probability =
                value.probability.isNaN
                ? trie.probability(of: reversed[reversed.startIndex], after: reversed.dropFirst())
                : value.probability
            entries.append(
                Entry(
                    key: UInt64(parent) << 32 | UInt64(given[(index + 1) * length - 1]),
                    probability: probability,
                    backoff: value.backoff))
        }
        entries.sort { $0.key < $1.key }
        guard zip(entries, entries.dropFirst()).allSatisfy({ $0.key != $1.key }) else { return false }
        trie.append(
            parents: entries.map { Int($0.key >> 32) },
            words: entries.map { UInt32(truncatingIfNeeded: $0.key) },
            probabilities: entries.map(\.probability), backoffs: entries.map(\.backoff))
        return true
    }
}

extension NGramTrie {
    /// Adds a level below the last.
    ///
    /// - Parameter parents: Where each n-gram hangs in what was the last level, ascending.
    fileprivate mutating func append(
        parents: [Int], words: [UInt32], probabilities: [Float], backoffs: [Float]
    ) {
        let last = levels.count - 1
        var children = [Int](repeating: 0, count: levels[last].count + 1)
        for parent in parents { children[parent + 1] += 1 }
        for place in 1..<children.count { children[place] += children[place - 1] }
        levels[last].children = children
        var level = Level()
        level.words = words
        level.probabilities = probabilities
        level.backoffs = backoffs
        level.children = [Int](repeating: 0, count: words.count + 1)
        levels.append(level)
    }
}
