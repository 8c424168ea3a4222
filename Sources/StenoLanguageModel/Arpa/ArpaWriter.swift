package import FoundationEssentials

/// Writes n-gram models in the ARPA format, for other programs to read.
package enum ArpaWriter {
    /// Writes a model, replacing what is there.
    ///
    /// - Throws: `LanguageModelError.unwritable`.
    package static func write(_ trie: NGramTrie, to url: URL) throws(LanguageModelError) {
        var text = "\\data\\\n"
        for (index, level) in trie.levels.enumerated() { text += "ngram \(index + 1)=\(level.count)\n" }
        for length in 1...trie.order {
            text += "\n\\\(length)-grams:\n"
            trie.forEachNGram(length: length) { reversed, place in
                let level = trie.levels[length - 1]
                text += "\(logTen(level.probabilities[place]))\t"
                text += reversed.reversed().lazy.map { trie.vocabulary[Int($0)] }.joined(separator: " ")
                text += length < trie.order ? "\t\(logTen(level.backoffs[place]))\n" : "\n"
            }
        }
        text += "\n\\end\\\n"
        do {
            try Data(text.utf8).write(to: url, options: .atomic)
        } catch {
            throw .unwritable(file: url.path, reason: "\(error)")
        }
    }

    private static func logTen(_ natural: Float) -> Float {
        max(natural / 2.302_585_1, -99)
    }
}

extension NGramTrie {
    /// Visits all n-grams of a length in the trie's order.
    func forEachNGram(length: Int, _ visit: (_ reversed: [UInt32], _ place: Int) -> Void) {
        func descend(_ path: [UInt32], _ place: Int) {
            if path.count == length { return visit(path, place) }
            let level = levels[path.count - 1]
            for child in level.children[place]..<level.children[place + 1] {
                descend(path + [levels[path.count].words[child]], child)
            }
        }
        for word in levels[0].words { descend([word], Int(word)) }
    }
}
