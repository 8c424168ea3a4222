/// Writes words in pieces that were learned by byte-pair encoding (Sennrich et al. 2016): starting from characters,
/// pairs are joined in the order in which training joined them.
///
/// A word starts with `▁`, as SentencePiece writes it. With byte fallback, a character outside the vocabulary is
/// spelled in UTF-8 by pieces from `<0x00>` to `<0xFF>`.
struct BytePairEncoding: Sendable {
    /// What a word starts with.
    static let wordMark = "▁"

    /// Two neighbours that become one piece.
    struct Merge: Hashable, Sendable {
        let left: String
        let right: String
    }

    let vocabulary: Vocabulary
    let merges: [Merge]
    private let joins: PairTable
    private let mark: Int
    private let characters: [Unicode.Scalar: Int]
    /// The labels of `<0x00>` to `<0xFF>`; empty without byte fallback.
    private let byteLabels: [Int]
    private let bytes: [Int: UInt8]

    /// - Throws: `TextError.badVocabulary` when a merge's parts or its result are no symbols.
    init(vocabulary: Vocabulary, merges: [Merge]) throws(TextError) {
        guard let mark = vocabulary.label(of: Self.wordMark) else {
            throw .badVocabulary("the mark of words, \"\(Self.wordMark)\", is not in it")
        }
        var joins = PairTable(capacity: merges.count)
        for (rank, merge) in merges.enumerated() {
            guard let left = vocabulary.label(of: merge.left), let right = vocabulary.label(of: merge.right),
                let joined = vocabulary.label(of: merge.left + merge.right)
            else {
                throw .badVocabulary("the merge of \"\(merge.left)\" and \"\(merge.right)\" is not in it")
            }
            joins.insert(.init(rank: rank, label: joined), for: LabelPair(left: left, right: right))
        }
        let single = vocabulary.symbols.enumerated().compactMap { label, symbol in
            symbol.unicodeScalars.count == 1 ? symbol.unicodeScalars.first.map { ($0, label) } : nil
        }
        let byteLabels = (UInt8.min...UInt8.max).compactMap { vocabulary.label(of: Self.symbol(of: $0)) }
        self.vocabulary = vocabulary
        self.merges = merges
        self.joins = joins
        self.mark = mark
        characters = Dictionary(single) { first, _ in first }
        self.byteLabels = byteLabels.count == 256 ? byteLabels : []
        bytes = Dictionary(uniqueKeysWithValues: self.byteLabels.enumerated().map { ($1, UInt8($0)) })
    }

    /// How a byte is written in the vocabulary: `<0xE2>`.
    static func symbol(of byte: UInt8) -> String {
        "<0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true) + ">"
    }

    var hasByteFallback: Bool { !byteLabels.isEmpty }
}

extension BytePairEncoding: Hashable {
    static func == (a: BytePairEncoding, b: BytePairEncoding) -> Bool {
        a.vocabulary == b.vocabulary && a.merges == b.merges
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(vocabulary)
    }
}

extension BytePairEncoding {
    func encode(_ text: String) throws(TextError) -> [Int] {
        var result: [Int] = []
        for word in text.words { result += joined(try labels(of: word, in: text)) }
        return result
    }

    /// The word mark and the characters of a word, before any merge.
    private func labels(of word: Substring.UnicodeScalarView, in text: String) throws(TextError) -> [Int] {
        var labels = [mark]
        for scalar in word {
            if let label = characters[scalar] {
                labels.append(label)
            } else if hasByteFallback {
                labels += String(scalar).utf8.map { byteLabels[Int($0)] }
            } else {
                throw .unknownCharacter(Character(scalar), in: text)
            }
        }
        return labels
    }

    /// Joins neighbours until no pair is left that training joined; the earliest learned goes first, everywhere.
    private func joined(_ labels: [Int]) -> [Int] {
        var labels = labels
        while let best = earliestJoin(in: labels) {
            labels.join { joins[LabelPair(left: $0, right: $1)] == best ? best.label : nil }
        }
        return labels
    }

    private func earliestJoin(in labels: [Int]) -> PairTable.Join? {
        var best: PairTable.Join?
        for place in labels.indices.dropLast() {
            guard let join = joins[LabelPair(left: labels[place], right: labels[place + 1])] else { continue }
            if best.map({ join.rank < $0.rank }) ?? true { best = join }
        }
        return best
    }
}

extension BytePairEncoding {
    func decode(_ labels: some Sequence<Int>) -> String {
        var utf8: [UInt8] = []
        for label in labels where label != Vocabulary.blank {
            if let byte = bytes[label] { utf8.append(byte) } else { utf8 += vocabulary[label].utf8 }
        }
        let text = String(decoding: utf8, as: UTF8.self)
        let spaced = text.split(separator: Self.wordMark, omittingEmptySubsequences: false).joined(
            separator: " ")
        return String(text.hasPrefix(Self.wordMark) ? spaced.dropFirst() : spaced[...])
    }

    func piece(_ label: Int) -> Piece {
        let symbol = vocabulary[label]
        if label == Vocabulary.blank { return Piece(text: "") }
        if bytes[label] != nil { return Piece(text: "\u{FFFD}") }
        let startsWord = symbol.hasPrefix(Self.wordMark)
        return Piece(text: startsWord ? String(symbol.dropFirst()) : symbol, startsWord: startsWord)
    }
}

extension Array where Element == Int {
    /// Replaces neighbours by what `result` makes of them, from the left.
    mutating func join(_ result: (Int, Int) -> Int?) {
        var (read, write) = (0, 0)
        while read < count {
            if read + 1 < count, let joined = result(self[read], self[read + 1]) {
                self[write] = joined
                read += 2
            } else {
                self[write] = self[read]
                read += 1
            }
            write += 1
        }
        removeLast(count - write)
    }
}
