package import FoundationEssentials

/// Writes language models as ``BinaryLayout`` describes.
package enum BinaryWriter {
    /// Writes a model, replacing what is there in one step.
    ///
    /// - Parameter quantization: Bits for each probability and back-off weight of n-grams longer than one word, from
    ///   2 to 16; `nil` keeps them as they are.
    /// - Throws: `LanguageModelError.unwritable`, or `.cannotEstimate` when the model is longer than can be read.
    package static func write(
        _ trie: NGramTrie, to url: URL, quantization: Int? = nil
    ) throws(LanguageModelError) {
        guard trie.order <= LanguageModel.State.capacity + 1 else {
            throw .unwritable(
                file: url.path,
                reason:
                    "its order is \(trie.order); the longest that can be used is \(LanguageModel.State.capacity + 1)"
            )
        }
        let bytes = encode(trie, quantization: quantization)
        do {
            try Data(bytes).write(to: url, options: .atomic)
        } catch {
            throw .unwritable(file: url.path, reason: "\(error)")
        }
    }

    static func encode(_ trie: NGramTrie, quantization: Int?) -> [UInt8] {
        let text = Array(trie.vocabulary.joined(separator: "\n").utf8)
        let layout = BinaryLayout(
            counts: trie.levels.map(\.count), quantization: quantization, textSize: text.count)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(layout.fileSize)
        for number in layout.header { bytes.append(number) }
        for word in trie.vocabulary.dropFirst() { bytes.append(WordHash(word).value) }
        appendUnigrams(trie.levels[0], to: &bytes)
        let codecs = (2..<(trie.order + 1)).map {
            Codec(trie.levels[$0 - 1], layout: layout, isLast: $0 == trie.order)
        }
        for codec in codecs { codec.appendTables(to: &bytes) }
        for (index, codec) in codecs.enumerated() {
            bytes += codec.records(trie.levels[index + 1], layout.record(length: index + 2))
        }
        return bytes + text + [UInt8](repeating: 0, count: 8)
    }

    private static func appendUnigrams(_ level: NGramTrie.Level, to bytes: inout [UInt8]) {
        for place in 0...level.count {
            bytes.append(place < level.count ? level.probabilities[place].bitPattern : 0)
            bytes.append(place < level.count ? level.backoffs[place].bitPattern : 0)
            bytes.append(UInt32(level.children[place]))
        }
    }
}

/// How one length's values become bits.
private struct Codec {
    let probabilities: Quantizer?
    let backoffs: Quantizer?
    let bits: Int
    let isLast: Bool

    init(_ level: NGramTrie.Level, layout: BinaryLayout, isLast: Bool) {
        bits = layout.quantization ?? 32
        self.isLast = isLast
        probabilities = layout.quantization.map { Quantizer(level.probabilities, bits: $0) }
        backoffs = layout.quantization.map { Quantizer(isLast ? [] : level.backoffs, bits: $0) }
    }

    func appendTables(to bytes: inout [UInt8]) {
        for table in [probabilities, isLast ? nil : backoffs] {
            guard let table else { continue }
            for code in 0..<(1 << bits) {
                bytes.append(table.centers[min(code, table.centers.count - 1)].bitPattern)
            }
        }
    }

    func records(_ level: NGramTrie.Level, _ record: BinaryLayout.Record) -> [UInt8] {
        var writer = BitWriter()
        for place in 0..<level.count {
            writer.write(UInt64(level.words[place]), bits: record.word)
            writer.write(code(level.probabilities[place], probabilities), bits: record.value)
            guard record.children > 0 else { continue }
            writer.write(code(level.backoffs[place], backoffs), bits: record.value)
            writer.write(UInt64(level.children[place]), bits: record.children)
        }
        if record.children > 0 {
            writer.write(0, bits: record.word)
            writer.write(0, bits: record.value)
            writer.write(0, bits: record.value)
            writer.write(UInt64(level.children[level.count]), bits: record.children)
        }
        return writer.finish()
    }

    private func code(_ value: Float, _ quantizer: Quantizer?) -> UInt64 {
        quantizer?.code(of: value) ?? UInt64(value.bitPattern)
    }
}

extension [UInt8] {
    fileprivate mutating func append<Number: FixedWidthInteger>(_ number: Number) {
        for byte in 0..<(Number.bitWidth / 8) { append(UInt8(truncatingIfNeeded: number >> (8 * byte))) }
    }
}
