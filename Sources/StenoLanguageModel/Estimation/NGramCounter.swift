package import FoundationEssentials

/// Counts the n-grams of a text, sentence by sentence.
///
/// Memory: 20 bytes for each different n-gram of the longest length, twice while two parts are merged, and a block
/// of recent ones.
package struct NGramCounter {
    /// Numbers every counted text begins with.
    static let unknown: UInt32 = 0
    static let start: UInt32 = 1
    static let end: UInt32 = 2
    /// Words have this many bits in a key, so that five to eight of them fit; no more than two million words.
    private let bits: Int

    private let order: Int
    private(set) var words = [
        LanguageModel.unknownWord, LanguageModel.sentenceStart, LanguageModel.sentenceEnd,
    ]
    private var numbers: [WordHash: UInt32] = [:]
    /// The longest n-grams read backwards, the last word in the highest bits, unsorted.
    private var block: [UInt128] = []
    /// Sorted parts, each at least twice as long as the next.
    private var parts: [CountedKeys] = []
    private let blockSize: Int

    /// - Parameter blockSize: How many n-grams to gather before sorting them.
    package init(order: Int, blockSize: Int = 1 << 21) {
        self.order = order
        self.blockSize = blockSize
        bits = min(32, 128 / order)
        for (number, word) in words.enumerated() { numbers[WordHash(word)] = UInt32(number) }
        block.reserveCapacity(blockSize)
    }

    /// Counts a sentence, words separated by spaces. An empty one counts for nothing.
    ///
    /// - Throws: `LanguageModelError.cannotEstimate` when it holds `<s>`, `</s>` or `<unk>`, or the text has more
    ///   different words than fit.
    package mutating func add(_ sentence: ArraySlice<UInt8>) throws(LanguageModelError) {
        var history = Self.key(Self.start + 1)
        var isEmpty = true
        for field in sentence.fields {
            isEmpty = false
            count(try number(of: field), after: &history)
        }
        if !isEmpty { count(Self.end, after: &history) }
    }

    /// Counts the lines of a text file; gzip is unpacked.
    ///
    /// - Parameter spelling: Makes of a line what is counted, such as its normal form.
    /// - Throws: `LanguageModelError.unreadable`, or `.cannotEstimate` as for a sentence.
    package mutating func add(
        contentsOf file: URL, spelling: ((String) -> String)? = nil
    ) throws(LanguageModelError) {
        var lines = try LineReader(file)
        while let line = try lines.next() {
            if let spelling {
                try add(Array(spelling(String(decoding: line, as: UTF8.self)).utf8)[...])
            } else {
                try add(line)
            }
        }
    }

    /// Numbers are one higher in a key: zero stands for nothing before the start of the sentence.
    private static func key(_ number: UInt32) -> UInt128 { UInt128(number) }

    private mutating func count(_ word: UInt32, after history: inout UInt128) {
        // The history's nearest word is in its highest used bits: shifting the new word on top drops the oldest.
        let mask: UInt128 = order * bits == 128 ? .max : (1 << UInt128(order * bits)) - 1
        let shifted = aligned(history) >> UInt128(bits)
        history = (Self.key(word + 1) << UInt128((order - 1) * bits) | shifted) & mask
        block.append(history)
        if block.count == blockSize { sortBlock() }
    }

    /// Before the first word, the start of the sentence stands alone in the lowest bits.
    private func aligned(_ history: UInt128) -> UInt128 {
        history == Self.key(Self.start + 1) && order > 1 ? history << UInt128((order - 1) * bits) : history
    }

    private mutating func number(of word: ArraySlice<UInt8>) throws(LanguageModelError) -> UInt32 {
        var hash = WordHash()
        hash.append(word)
        if let known = numbers[hash] {
            guard known > Self.end else {
                throw .cannotEstimate(reason: "the text holds the reserved word \(words[Int(known)])")
            }
            return known
        }
        let number = UInt32(words.count)
        guard bits >= 32 || (number + 1) >> UInt32(bits) == 0 else {
            throw .cannotEstimate(
                reason: "the text has more than \(words.count) different words, too many for order \(order)")
        }
        numbers[hash] = number
        words.append(String(decoding: word, as: UTF8.self))
        return number
    }

    private mutating func sortBlock() {
        block.sort()
        parts.append(CountedKeys(sorted: block))
        block.removeAll(keepingCapacity: true)
        while parts.count > 1, parts[parts.count - 2].keys.count < 2 * parts[parts.count - 1].keys.count {
            let last = parts.removeLast()
            parts.append(parts.removeLast().merged(with: last))
        }
    }

    /// All longest n-grams with their counts, in the order of their words read backwards.
    mutating func finish() -> CountedNGrams {
        if !block.isEmpty { sortBlock() }
        block = []
        while parts.count > 1 {
            let last = parts.removeLast()
            parts.append(parts.removeLast().merged(with: last))
        }
        return CountedNGrams(keys: parts.first ?? CountedKeys(sorted: []), order: order, bits: bits)
    }
}

/// Different keys in ascending order, and how often each occurs.
struct CountedKeys: Sendable {
    private(set) var keys: [UInt128] = []
    private(set) var counts: [UInt32] = []

    init(sorted all: [UInt128]) {
        for key in all {
            if keys.last == key {
                counts[counts.count - 1] += 1
            } else {
                keys.append(key)
                counts.append(1)
            }
        }
    }

    func merged(with other: CountedKeys) -> CountedKeys {
        var result = CountedKeys(sorted: [])
        result.keys.reserveCapacity(keys.count + other.keys.count)
        result.counts.reserveCapacity(keys.count + other.keys.count)
        var (i, j) = (0, 0)
        while i < keys.count || j < other.keys.count {
            if j == other.keys.count || (i < keys.count && keys[i] < other.keys[j]) {
                result.append(keys[i], counts[i])
                i += 1
            } else if i == keys.count || other.keys[j] < keys[i] {
                result.append(other.keys[j], other.counts[j])
                j += 1
            } else {
                result.append(keys[i], counts[i] + other.counts[j])
                (i, j) = (i + 1, j + 1)
            }
        }
        return result
    }

    private mutating func append(_ key: UInt128, _ count: UInt32) {
        keys.append(key)
        counts.append(count)
    }
}

/// The counted n-grams of a text.
struct CountedNGrams: Sendable {
    let keys: CountedKeys
    let order: Int
    let bits: Int

    var count: Int { keys.keys.count }

    /// A word of an n-gram, counted from its last; `nil` before the start of the sentence.
    @inline(__always)
    func word(_ place: Int, of ngram: Int) -> UInt32? {
        let shifted = keys.keys[ngram] >> UInt128((order - 1 - place) * bits)
        let value = UInt32(truncatingIfNeeded: shifted) & (bits >= 32 ? .max : (1 << UInt32(bits)) - 1)
        return value == 0 ? nil : value - 1
    }

    /// How many of their last words two neighbours in the order share.
    func sharedWords(_ a: Int, _ b: Int) -> Int {
        let difference = keys.keys[a] ^ keys.keys[b]
        let unused = 128 - order * bits
        return (difference.leadingZeroBitCount - unused) / bits
    }
}
