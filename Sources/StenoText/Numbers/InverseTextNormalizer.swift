/// Writes English numbers in digits: `twenty one` becomes `21`, `nineteen eighty four` `1984`, `three point five`
/// `3.5`, `twenty first` `21st`.
///
/// Numbers below ten that stand alone stay words, as in `one of them`; three digits in a row and more are joined, as
/// in telephone numbers. Everything else stays as it is.
public struct InverseTextNormalizer: Hashable, Sendable {
    /// Words that are written as one.
    public struct Replacement: Hashable, Sendable {
        /// Which words.
        public let range: Range<Int>
        /// What stands in their place.
        public let text: String
    }

    /// The normalizer for English.
    public init() {}

    /// The numbers among some words, in order.
    ///
    /// - Parameter words: Words without punctuation; `twenty-one` is read as two.
    public func replacements(in words: [String]) -> [Replacement] {
        let parts = words.indices.flatMap { word in
            words[word].split(separator: "-").map { (word: word, text: $0) }
        }
        let parser = NumberParser(words: parts.map { NumberWord.meaning(of: $0.text) })
        var (found, place): ([Replacement], Int) = ([], 0)
        while place < parts.count {
            let startsWord = place == 0 || parts[place - 1].word != parts[place].word
            guard startsWord, let (text, end) = parser.written(at: place),
                end == parts.count || parts[end].word != parts[end - 1].word
            else {
                place += 1
                continue
            }
            let range = parts[place].word..<parts[end - 1].word + 1
            if Self.isWorthDigits(text) { found.append(Replacement(range: range, text: text)) }
            place = end
        }
        return found
    }

    private static func isWorthDigits(_ text: String) -> Bool {
        text.count(where: \.isNumber) > 1 || text.hasPrefix("-")
    }

    /// A text with its numbers in digits.
    public func normalize(_ text: String) -> String {
        let words = text.words.map { String($0) }
        return apply(to: words, text: \.self) { _, text in text }.joined(separator: " ")
    }

    /// Some words with their numbers in digits.
    ///
    /// - Parameters:
    ///   - words: Words of any kind, such as those of a transcript.
    ///   - text: Where a word has its text.
    ///   - joined: The one word that stands for several: it is given them and their text in digits, and takes from
    ///     them what it needs, such as the time from the first to the last.
    public func apply<Word>(
        to words: [Word], text: (Word) -> String, joined: (ArraySlice<Word>, String) -> Word
    ) -> [Word] {
        var (result, place): ([Word], Int) = ([], 0)
        for replacement in replacements(in: words.map(text)) {
            result += words[place..<replacement.range.lowerBound]
            result.append(joined(words[replacement.range], replacement.text))
            place = replacement.range.upperBound
        }
        return result + words[place...]
    }
}
