package import FoundationEssentials
import Glibc

/// Estimates n-gram models: interpolated modified Kneser–Ney smoothing (Chen & Goodman 1998, section 5.1), with
/// n-grams left out by how often they occur, as KenLM's lmplz does (Heafield et al. 2013).
package struct KneserNey {
    private let options: EstimationOptions
    private let counts: CountTrie
    private let vocabulary: [String]

    /// Estimates a model of a text with one sentence a line, words separated by spaces; gzip is unpacked.
    ///
    /// - Throws: `LanguageModelError.unreadable` or `.cannotEstimate`.
    package static func estimate(
        text files: [URL], _ options: EstimationOptions = EstimationOptions()
    ) throws(LanguageModelError) -> NGramTrie {
        try options.check()
        var counter = NGramCounter(order: options.order)
        for file in files { try counter.add(contentsOf: file) }
        return try estimate(&counter, options)
    }

    /// Estimates a model of sentences that have been counted.
    package static func estimate(
        _ counter: inout NGramCounter, _ options: EstimationOptions
    ) throws(LanguageModelError) -> NGramTrie {
        try options.check()
        let ngrams = counter.finish()
        guard ngrams.count > 0 else { throw .cannotEstimate(reason: "the text is empty") }
        let counts = CountTrie(ngrams, vocabularySize: counter.words.count)
        return KneserNey(options: options, counts: counts, vocabulary: counter.words).trie()
    }

    private func trie() -> NGramTrie {
        var levels = [unigrams()]
        var contexts: [UInt32] = []
        for level in 1..<max(options.order, 1) {
            contexts = counts.contexts(of: level, above: contexts)
            add(level, contexts: contexts, to: &levels)
        }
        return NGramTrie(levels: levels, vocabulary: vocabulary).pruned(counts, options).renumbered()
    }

    private func isPruned(_ place: Int, level: Int) -> Bool {
        counts.levels[level].counts[place] <= UInt32(options.threshold(length: level + 1))
            && options.threshold(length: level + 1) > 0
    }

    private func discounts(level: Int) -> Discounts {
        var countOfCounts = [Int](repeating: 0, count: 5)
        for place in counts.levels[level].words.indices {
            let count = Int(counts.adjustedCount(place, level: level))
            if count > 0 && count < 5 { countOfCounts[count] += 1 }
        }
        return Discounts(countOfCounts) ?? .fallback
    }

    /// Words on their own: what the discounts take is spread over all words but the start, the unknown included.
    private func unigrams() -> NGramTrie.Level {
        let discounts = discounts(level: 0)
        var (total, taken) = (0.0, 0.0)
        for place in vocabulary.indices {
            let count = counts.adjustedCount(place, level: 0)
            total += Double(count)
            taken += discounts.discount(count)
        }
        let spread = taken / total / Double(vocabulary.count - 1)
        var level = NGramTrie.Level()
        level.words = vocabulary.indices.map { UInt32($0) }
        level.backoffs = [Float](repeating: 0, count: vocabulary.count)
        level.probabilities = vocabulary.indices.map { place in
            let count = counts.adjustedCount(place, level: 0)
            return Float(log((Double(count) - discounts.discount(count)) / total + spread))
        }
        // The start of a sentence is never foretold.
        level.probabilities[Int(NGramCounter.start)] = -99 * 2.302_585_1
        level.children = counts.levels[0].children
        return level
    }

    /// Adds longer n-grams, and to those of the level above what backing off from them weighs.
    private func add(_ level: Int, contexts: [UInt32], to levels: inout [NGramTrie.Level]) {
        let discounts = discounts(level: level)
        var totals = [Double](repeating: 0, count: levels[level - 1].count)
        var taken = totals
        for (place, context) in contexts.enumerated() {
            let count = counts.adjustedCount(place, level: level)
            totals[Int(context)] += Double(count)
            taken[Int(context)] += isPruned(place, level: level) ? Double(count) : discounts.discount(count)
        }
        for context in totals.indices where totals[context] > 0 {
            levels[level - 1].backoffs[context] = Float(log(taken[context] / totals[context]))
        }
        var new = NGramTrie.Level()
        new.words = counts.levels[level].words
        new.backoffs = [Float](repeating: 0, count: new.words.count)
        new.children =
            level + 1 < counts.order
            ? counts.levels[level].children : [Int](repeating: 0, count: new.words.count + 1)
        new.probabilities = [Float](repeating: 0, count: new.words.count)
        for parent in levels[level - 1].words.indices {
            let shorter = exp(Double(levels[level - 1].probabilities[parent]))
            for place in levels[level - 1].children[parent]..<levels[level - 1].children[parent + 1] {
                let count = counts.adjustedCount(place, level: level)
                let context = Int(contexts[place])
                let own = Double(count) - discounts.discount(count)
                new.probabilities[place] = Float(log((own + taken[context] * shorter) / totals[context]))
            }
        }
        levels.append(new)
    }
}
