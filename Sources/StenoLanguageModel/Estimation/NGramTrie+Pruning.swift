extension NGramTrie {
    /// The trie without n-grams that occur too rarely.
    ///
    /// Thresholds never fall with length and longer n-grams occur no more often, so nothing hangs below what is left
    /// out.
    func pruned(_ counts: CountTrie, _ options: EstimationOptions) -> NGramTrie {
        var result = self
        for level in 1..<max(order, 1) {
            let threshold = options.threshold(length: level + 1)
            guard threshold > 0 else { continue }
            result.filter(level, from: levels[level]) { counts.levels[level].counts[$0] > UInt32(threshold) }
        }
        for level in 1..<max(order, 1) { result.relink(level, counts, options) }
        while result.levels.last?.count == 0 { result.levels.removeLast() }
        return result
    }

    private mutating func filter(_ level: Int, from old: Level, where isKept: (Int) -> Bool) {
        let kept = old.words.indices.filter(isKept)
        levels[level].words = kept.map { old.words[$0] }
        levels[level].probabilities = kept.map { old.probabilities[$0] }
        levels[level].backoffs = kept.map { old.backoffs[$0] }
    }

    /// Counts again where the n-grams of a level begin below those of the level above.
    private mutating func relink(_ level: Int, _ counts: CountTrie, _ options: EstimationOptions) {
        let (above, below) = (options.threshold(length: level), options.threshold(length: level + 1))
        var children = [0]
        children.reserveCapacity(levels[level - 1].count + 1)
        for parent in counts.levels[level - 1].words.indices {
            guard above == 0 || counts.levels[level - 1].counts[parent] > UInt32(above) else { continue }
            let range =
                counts.levels[level - 1].children[parent]..<counts.levels[level - 1].children[parent + 1]
            let left =
                below == 0 ? range.count : range.count { counts.levels[level].counts[$0] > UInt32(below) }
            children.append((children.last ?? 0) + left)
        }
        levels[level - 1].children = children
        levels[level].children = [Int](repeating: 0, count: levels[level].count + 1)
    }

    /// The same n-grams with the words numbered by fingerprint, as files have them.
    func renumbered() -> NGramTrie {
        let ranked = vocabulary.indices.dropFirst().map { (WordHash(vocabulary[$0]).value, $0) }.sorted {
            $0.0 < $1.0
        }
        let oldNumbers = [0] + ranked.map(\.1)
        var numbers = [UInt32](repeating: 0, count: oldNumbers.count)
        for (new, old) in oldNumbers.enumerated() { numbers[old] = UInt32(new) }
        var result = NGramTrie(
            levels: [Level](repeating: Level(), count: order), vocabulary: oldNumbers.map { vocabulary[$0] })
        var places = oldNumbers
        for level in levels.indices {
            places = result.append(level, from: self, places: places, numbers: numbers)
        }
        return result
    }

    /// Takes over the n-grams of a level.
    ///
    /// - Parameter places: Where they stand in the other trie, in the order they are to have here.
    /// - Returns: The same for the next level.
    private mutating func append(
        _ level: Int, from other: NGramTrie, places: [Int], numbers: [UInt32]
    ) -> [Int] {
        let old = other.levels[level]
        levels[level].words = places.map { numbers[Int(old.words[$0])] }
        levels[level].probabilities = places.map { old.probabilities[$0] }
        levels[level].backoffs = places.map { old.backoffs[$0] }
        guard level + 1 < other.order else {
            levels[level].children = [Int](repeating: 0, count: places.count + 1)
            return []
        }
        var next: [Int] = []
        var children = [0]
        for place in places {
            let range = old.children[place]..<old.children[place + 1]
            next += range.sorted {
                numbers[Int(other.levels[level + 1].words[$0])]
                    < numbers[Int(other.levels[level + 1].words[$1])]
            }
            children.append(next.count)
        }
        levels[level].children = children
        return next
    }
}
