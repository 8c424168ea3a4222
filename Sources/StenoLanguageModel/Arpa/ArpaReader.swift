package import FoundationEssentials

/// Reads n-gram models of any order in the ARPA format, plain or packed by gzip (Doug Paul's format; SRILM's
/// `ngram-format(5)`).
package struct ArpaReader: ~Copyable {
    private var lines: LineReader
    private let name: String
    private var numbers: [UInt64: UInt32] = [:]

    /// The natural logarithm of 10: ARPA files write base 10.
    private static let logTen = Float(2.302_585_092_994_046)

    private init(_ url: URL) throws(LanguageModelError) {
        lines = try LineReader(url)
        name = url.lastPathComponent
    }

    /// Reads a file.
    ///
    /// - Throws: `LanguageModelError.unreadable`, or `.badArpa` with the line that breaks the format.
    package static func read(_ url: URL) throws(LanguageModelError) -> NGramTrie {
        var reader = try ArpaReader(url)
        return try reader.read()
    }

    private mutating func read() throws(LanguageModelError) -> NGramTrie {
        let counts = try readCounts()
        var builder = try readUnigrams(counts[0], isLast: counts.count == 1)
        for (index, count) in counts.enumerated().dropFirst() {
            try readNGrams(count, length: index + 1, isLast: index == counts.count - 1, into: &builder)
        }
        try expect("\\end\\")
        guard let trie = builder.build() else { throw problem("an n-gram stands twice in the file") }
        return trie
    }

    private mutating func readCounts() throws(LanguageModelError) -> [Int] {
        while let line = try lines.next() { if text(line) == "\\data\\" { break } }
        var counts: [Int] = []
        while let line = try lines.next(), !line.isEmpty {
            let parts = text(line).split { $0 == " " || $0 == "=" }
            guard parts.count == 3, parts[0] == "ngram", Int(parts[1]) == counts.count + 1,
                let count = Int(parts[2]), count > 0
            else { throw problem("expected \"ngram \(counts.count + 1)=…\" with a positive count") }
            counts.append(count)
        }
        guard !counts.isEmpty else { throw problem("no counts behind \\data\\") }
        return counts
    }

    /// The word numbers: `<unk>` is 0, the others follow by fingerprint, which is how the binary finds them.
    private mutating func readUnigrams(_ count: Int, isLast: Bool) throws(LanguageModelError) -> TrieBuilder {
        try expect("\\1-grams:")
        var found: [(hash: UInt64, word: String, value: (probability: Float, backoff: Float))] = []
        found.reserveCapacity(count)
        for _ in 0..<count {
            let (fields, value) = try entry(length: 1, isLast: isLast)
            let word = String(decoding: fields[1], as: UTF8.self)
            found.append((WordHash(word).value, word, value))
        }
        let unknown = WordHash(LanguageModel.unknownWord).value
        if !found.contains(where: { $0.hash == unknown }) {
            // As KenLM does for models of a closed vocabulary.
            found.append((unknown, LanguageModel.unknownWord, (-100 * Self.logTen, 0)))
        }
        found.sort { ($0.hash == unknown ? 0 : 1, $0.hash) < ($1.hash == unknown ? 0 : 1, $1.hash) }
        for (number, unigram) in found.enumerated() {
            guard numbers.updateValue(UInt32(number), forKey: unigram.hash) == nil else {
                throw problem("\"\(unigram.word)\" stands twice among the unigrams")
            }
        }
        return TrieBuilder(vocabulary: found.map(\.word), unigrams: found.map(\.value))
    }

    private mutating func readNGrams(
        _ count: Int, length: Int, isLast: Bool, into builder: inout TrieBuilder
    ) throws(LanguageModelError) {
        try expect("\\\(length)-grams:")
        for _ in 0..<count {
            let (fields, value) = try entry(length: length, isLast: isLast)
            var reversed: [UInt32] = []
            for field in fields[1...length].reversed() {
                var hash = WordHash()
                hash.append(field)
                guard let number = numbers[hash.value] else {
                    throw problem("\"\(text(field))\" is not among the unigrams")
                }
                reversed.append(number)
            }
            builder.add(reversed: reversed, probability: value.probability, backoff: value.backoff)
        }
    }

    private mutating func entry(
        length: Int, isLast: Bool
    ) throws(LanguageModelError) -> (fields: [ArraySlice<UInt8>], (probability: Float, backoff: Float)) {
        guard let line = try lines.next() else { throw problem("the file ends among its \(length)-grams") }
        let fields = line.fields
        guard fields.count == length + 1 || (fields.count == length + 2 && !isLast) else {
            throw problem("expected a \(length)-gram with its probability, found \"\(text(line))\"")
        }
        guard let probability = fields[0].decimal, probability <= 0 else {
            throw problem("\"\(text(fields[0]))\" is not a base-10 logarithm of a probability")
        }
        guard fields.count > length + 1 else { return (fields, (probability * Self.logTen, 0)) }
        guard let backoff = fields[length + 1].decimal else {
            throw problem("\"\(text(fields[length + 1]))\" is not a base-10 logarithm of a back-off weight")
        }
        return (fields, (probability * Self.logTen, backoff * Self.logTen))
    }

    /// Skips empty lines and takes one that has to be there.
    private mutating func expect(_ expected: String) throws(LanguageModelError) {
        while let line = try lines.next() {
            let text = text(line)
            if text.isEmpty { continue }
            guard text == expected else { throw problem("expected \(expected), found \"\(text)\"") }
            return
        }
        throw problem("the file ends before \(expected)")
    }

    private func text(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes, as: UTF8.self)
    }

    private func problem(_ reason: String) -> LanguageModelError {
        .badArpa(file: name, line: lines.number, reason: reason)
    }
}
