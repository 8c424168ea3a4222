/// A word or phrase to listen for.
public struct HotWord: Hashable, Sendable, Codable {
    /// The phrase, written as the model writes.
    public var text: String
    /// What every character of it earns, in natural logarithms.
    public var boost: Double

    /// A phrase and its boost.
    public init(_ text: String, boost: Double = HotWord.defaultBoost) {
        self.text = text
        self.boost = boost
    }

    /// The boost of a character where none is given.
    public static let defaultBoost = 0.5
}

extension HotWord {
    /// The words of the phrase.
    var words: [String] {
        text.split(separator: " ").map(String.init)
    }
}

extension HotWord {
    /// Reads hot words from a text with one a line, each with a boost of its own behind a colon or without, as in
    /// `grand rapids :0.8`; empty lines and those that begin with `#` count for nothing.
    ///
    /// - Throws: `DecodingError.badHotWord` with the first line that says something else.
    public static func list(reading text: String, boost: Double = defaultBoost) throws(DecodingError)
        -> [HotWord]
    {
        var words: [HotWord] = []
        for (number, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .enumerated()
        {
            let parts = line.split(separator: ":", omittingEmptySubsequences: false)
            let phrase = parts[0].split(whereSeparator: \.isWhitespace).joined(separator: " ")
            if (phrase.isEmpty && parts.count == 1) || phrase.hasPrefix("#") { continue }
            let own = parts.count == 2 ? Double(parts[1].filter { !$0.isWhitespace }) : boost
            guard parts.count <= 2, !phrase.isEmpty, let own, own.isFinite else {
                throw .badHotWord(line: number + 1, text: String(line))
            }
            words.append(HotWord(phrase, boost: own))
        }
        return words
    }
}
