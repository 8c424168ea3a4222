public import FoundationEssentials

/// An n-gram language model on disk, mapped into memory.
///
/// The probability of a word after others is that of the longest n-gram the model holds that ends in it, times the
/// back-off weights of the longer contexts it lacks (Katz 1987); equal to KenLM's.
public struct LanguageModel: Sendable {
    /// The word that stands for all others.
    public static let unknownWord = "<unk>"
    /// The word a sentence begins with.
    public static let sentenceStart = "<s>"
    /// The word a sentence ends with.
    public static let sentenceEnd = "</s>"
    /// The number of `<unk>`.
    package static let unknown: UInt32 = 0

    private let file: MappedFile
    private let layout: BinaryLayout
    private let records: [BinaryLayout.Record]
    /// The state at the start of a sentence.
    package private(set) var start = State()
    private var end = LanguageModel.unknown

    /// Opens a binary model; checks its header and its index.
    ///
    /// - Throws: `LanguageModelError.unreadable` or `.badBinary`.
    public init(at url: URL) throws(LanguageModelError) {
        file = try MappedFile(url)
        let name = url.lastPathComponent
        let layout = try BinaryLayout(file, name: name)
        self.layout = layout
        records = (2..<(layout.counts.count + 1)).map(layout.record)
        try checkIndex(name)
        end = word(WordHash(Self.sentenceEnd))
        let first = word(WordHash(Self.sentenceStart))
        if first != Self.unknown { _ = score(first, after: State(), next: &start) }
    }

    private func checkIndex(_ name: String) throws(LanguageModelError) {
        var last: UInt64 = 0
        for place in 0..<(layout.counts[0] - 1) {
            let hash = file.word(at: layout.hashes + 8 * place)
            guard place == 0 || hash > last else {
                throw .badBinary(file: name, reason: "its words are out of order")
            }
            last = hash
        }
        var child = 0
        for place in 0...layout.counts[0] {
            let next = firstBigram(place)
            guard next >= child else { throw .badBinary(file: name, reason: "its index is out of order") }
            child = next
        }
        guard child == (order > 1 ? layout.counts[1] : 0) else {
            throw .badBinary(file: name, reason: "its index does not reach its end")
        }
    }

    /// The length of its longest n-grams.
    public var order: Int { layout.counts.count }

    /// How many n-grams it holds of each length.
    public var counts: [Int] { layout.counts }

    /// Its words by number, `<unk>` first.
    package var vocabulary: [String] {
        let bytes = file.bytes(layout.text..<(layout.text + layout.textSize))
        return bytes.split(separator: 0x0a, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
    }
}

// MARK: - Looking up

extension LanguageModel {
    /// The number of a word; ``unknown`` for words the model lacks.
    @inline(__always)
    package func word(_ hash: WordHash) -> UInt32 {
        var (low, high) = (0, layout.counts[0] - 1)
        while low < high {
            let middle = (low + high) / 2
            if file.word(at: layout.hashes + 8 * middle) < hash.value {
                low = middle + 1
            } else {
                high = middle
            }
        }
        guard low < layout.counts[0] - 1, file.word(at: layout.hashes + 8 * low) == hash.value else {
            return Self.unknown
        }
        return UInt32(low + 1)
    }

    /// The natural-log probability of a word, and the state behind it.
    package func score(_ word: UInt32, after state: State, next: inout State) -> Float {
        lookUp(word, after: state, next: &next).score
    }

    /// The same, and the length of the n-gram that the probability is of.
    @inline(__always)
    func lookUp(_ word: UInt32, after state: State, next: inout State) -> (score: Float, length: Int) {
        var match = unigram(Int(word))
        next = State()
        next.push(word, backoff: match.backoff, limit: order - 1)
        var matched = 0
        while matched < state.count,
            let longer = child(of: match, length: matched + 2, word: state.words[matched])
        {
            match = longer
            next.push(state.words[matched], backoff: match.backoff, limit: order - 1)
            matched += 1
        }
        var score = match.probability
        for length in matched..<max(matched, state.count) { score += state.backoffs[length] }
        return (score, matched + 1)
    }

    /// The natural-log probability that a sentence ends.
    package func endScore(after state: State) -> Float {
        var next = State()
        return score(end, after: state, next: &next)
    }

    /// The natural-log probability of a word on its own.
    package func unigramScore(_ word: UInt32) -> Float {
        unigram(Int(word)).probability
    }

    private struct Match {
        let probability: Float
        let backoff: Float
        /// Where the n-grams one word longer stand.
        let children: Range<Int>
    }

    private func firstBigram(_ place: Int) -> Int {
        Int(file.half(at: layout.unigrams + BinaryLayout.unigramSize * place + 8))
    }

    private func unigram(_ word: Int) -> Match {
        let place = layout.unigrams + BinaryLayout.unigramSize * word
        return Match(
            probability: Float(bitPattern: file.half(at: place)),
            backoff: Float(bitPattern: file.half(at: place + 4)),
            children: firstBigram(word)..<firstBigram(word + 1))
    }

    /// The n-gram that adds an earlier word to another.
    private func child(of match: Match, length: Int, word: UInt32) -> Match? {
        guard length <= order else { return nil }
        let record = records[length - 2]
        let base = 8 * layout.levels[length - 2]
        var (low, high) = (match.children.lowerBound, match.children.upperBound)
        while low < high {
            let middle = (low + high) / 2
            if file.bits(at: base + middle * record.size, width: record.word) < UInt64(word) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        let position = base + low * record.size
        guard low < match.children.upperBound, file.bits(at: position, width: record.word) == UInt64(word)
        else {
            return nil
        }
        return read(record, at: position, length: length)
    }

    private func read(_ record: BinaryLayout.Record, at position: Int, length: Int) -> Match {
        let value = position + record.word
        let probability = self.value(file.bits(at: value, width: record.value), length: length, table: 0)
        guard record.children > 0 else { return Match(probability: probability, backoff: 0, children: 0..<0) }
        let backoff = self.value(
            file.bits(at: value + record.value, width: record.value), length: length, table: 1)
        let place = value + 2 * record.value
        // A damaged file may say anything here: a range that makes no sense is empty.
        let first = Int(file.bits(at: place, width: record.children))
        let last = min(Int(file.bits(at: place + record.size, width: record.children)), layout.counts[length])
        return Match(
            probability: probability, backoff: backoff, children: first < last ? first..<last : 0..<0)
    }

    private func value(_ bits: UInt64, length: Int, table: Int) -> Float {
        guard layout.quantization != nil else { return Float(bitPattern: UInt32(bits)) }
        let place = layout.tables[length - 2] + table * layout.tableSize + 4 * Int(bits)
        return Float(bitPattern: file.half(at: place))
    }
}
