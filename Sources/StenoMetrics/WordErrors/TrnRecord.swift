/// A line of `sclite`'s `trn` format: the words of an utterance, then its id in parentheses, which starts with the
/// speaker and a hyphen or underscore (`sclite -i spu_id`).
package struct TrnRecord: Hashable, Sendable {
    package let id: String
    package let words: [String]

    package init(id: String, words: [String]) {
        self.id = id
        self.words = words
    }

    /// The record without a line break. White space in the id becomes `_`.
    package var line: String {
        (words + ["(\(Self.id(of: id)))"]).joined(separator: " ")
    }

    /// An utterance's id as a line has it.
    package static func id(of utterance: String) -> String {
        String(utterance.map { $0.isWhitespace ? "_" : $0 })
    }

    /// Reads a `trn` file. Empty lines and comments (`;;`) are passed over.
    ///
    /// - Throws: `MetricsError.malformed` with the first line without an id.
    package static func records(reading text: String) throws(MetricsError) -> [TrnRecord] {
        var records: [TrnRecord] = []
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        for (number, line) in lines.enumerated() where !line.hasPrefix(";;") {
            let fields = line.split(whereSeparator: \.isWhitespace).map(String.init)
            guard let last = fields.last else { continue }
            guard last.hasPrefix("("), last.hasSuffix(")"), last.count > 2 else {
                throw .malformed(line: number + 1, "\"\(last)\" is no utterance id in parentheses")
            }
            records.append(TrnRecord(id: String(last.dropFirst().dropLast()), words: fields.dropLast()))
        }
        return records
    }
}

extension ScoredUtterance {
    /// What was said, for `sclite -r … trn`.
    package var referenceRecord: TrnRecord { TrnRecord(id: id, words: reference) }

    /// What was recognized, for `sclite -h … trn`.
    package var hypothesisRecord: TrnRecord { TrnRecord(id: id, words: hypothesis) }
}
