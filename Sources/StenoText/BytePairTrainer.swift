/// Learns a byte-pair encoding from the words of a corpus.
///
/// The pair that occurs most often is joined, again and again, until the vocabulary is full. Of pairs that occur
/// equally often, the one that comes first by its text is joined, so that a corpus always gives the same vocabulary.
public struct BytePairTrainer: Hashable, Sendable {
    /// How many symbols the vocabulary gets in all: the blank, the bytes if any, the characters and the joined pieces.
    public var vocabularySize: Int
    /// Whether characters that do not occur in the corpus can be spelled as UTF-8 bytes, which takes 256 symbols.
    public var byteFallback: Bool

    /// A trainer of vocabularies of the given size.
    public init(vocabularySize: Int, byteFallback: Bool = false) {
        self.vocabularySize = vocabularySize
        self.byteFallback = byteFallback
    }

    /// The tokenizer for some (normalized) texts.
    ///
    /// - Throws: `TextError.badVocabulary` when the characters alone do not fit into the vocabulary.
    public func tokenizer(for texts: some Sequence<String>) throws(TextError) -> Tokenizer {
        var counts: [Substring: Int] = [:]
        for text in texts {
            for word in text.composed.words { counts[Substring(word), default: 0] += 1 }
        }
        return .bytePairs(try encoding(for: counts))
    }

    func encoding(for wordCounts: [Substring: Int]) throws(TextError) -> BytePairEncoding {
        let fixed =
            [Vocabulary.blankSymbol] + (byteFallback ? (0...255).map { BytePairEncoding.symbol(of: $0) } : [])
        let characters = wordCounts.keys.reduce(into: Set<Unicode.Scalar>()) {
            $0.formUnion($1.unicodeScalars)
        }
        .union(BytePairEncoding.wordMark.unicodeScalars).sorted().map { String($0) }
        let symbols = fixed + characters
        guard symbols.count <= vocabularySize else {
            throw .badVocabulary(
                "\(characters.count) characters\(byteFallback ? ", 256 bytes" : "") and the blank do not fit into"
                    + " \(vocabularySize) symbols; ask for more, or normalize the text")
        }
        var corpus = PairCorpus(wordCounts, symbols: symbols)
        var merges: [BytePairEncoding.Merge] = []
        while corpus.symbols.count < vocabularySize, let pair = corpus.mostFrequentPair() {
            merges.append(.init(left: corpus.symbols[pair.left], right: corpus.symbols[pair.right]))
            corpus.join(pair)
        }
        return try BytePairEncoding(vocabulary: Vocabulary(symbols: corpus.symbols), merges: merges)
    }
}

/// The different words of a corpus in pieces, and how often each pair of pieces occurs.
private struct PairCorpus {
    private(set) var symbols: [String]
    private var labels: [String: Int]
    private var words: [(labels: [Int], count: Int)] = []
    private var counts: [LabelPair: Int] = [:]
    /// The words in which a pair occurs, or did once.
    private var places: [LabelPair: Set<Int>] = [:]

    init(_ wordCounts: [Substring: Int], symbols: [String]) {
        self.symbols = symbols
        labels = Dictionary(uniqueKeysWithValues: symbols.enumerated().map { ($1, $0) })
        for (word, count) in wordCounts {
            let scalars = BytePairEncoding.wordMark.unicodeScalars + word.unicodeScalars
            words.append((scalars.compactMap { labels[String($0)] }, count))
            countPairs(of: words.count - 1, sign: 1)
        }
    }

    private mutating func countPairs(of word: Int, sign: Int) {
        let (labels, count) = words[word]
        for (left, right) in zip(labels, labels.dropFirst()) {
            let pair = LabelPair(left: left, right: right)
            let total = counts[pair, default: 0] + sign * count
            counts[pair] = total == 0 ? nil : total
            if sign > 0 { places[pair, default: []].insert(word) }
        }
    }

    func mostFrequentPair() -> LabelPair? {
        counts.max { a, b in a.value != b.value ? a.value < b.value : comesFirst(b.key, a.key) }?.key
    }

    private func comesFirst(_ a: LabelPair, _ b: LabelPair) -> Bool {
        let (left, other) = (symbols[a.left].unicodeScalars, symbols[b.left].unicodeScalars)
        return a.left != b.left
            ? left.lexicographicallyPrecedes(other)
            : symbols[a.right].unicodeScalars.lexicographicallyPrecedes(symbols[b.right].unicodeScalars)
    }

    mutating func join(_ pair: LabelPair) {
        let joined = label(of: symbols[pair.left] + symbols[pair.right])
        for word in places.removeValue(forKey: pair) ?? [] {
            countPairs(of: word, sign: -1)
            words[word].labels.join { $0 == pair.left && $1 == pair.right ? joined : nil }
            countPairs(of: word, sign: 1)
        }
    }

    /// Two ways to join may give the same piece (`a`+`bc`, `ab`+`c`); it is one symbol.
    private mutating func label(of symbol: String) -> Int {
        if let label = labels[symbol] { return label }
        symbols.append(symbol)
        labels[symbol] = symbols.count - 1
        return symbols.count - 1
    }
}
