/// How words are spelled in a model's units: phonemes, letters or pieces. A word may have several spellings.
public struct Lexicon: Hashable, Sendable {
    /// The spellings of each word, in the order in which they were given.
    public private(set) var entries: [String: [[String]]] = [:]
    /// The words in the order in which they were first given.
    public private(set) var words: [String] = []

    /// A lexicon without words.
    public init() {}

    /// The spellings of a word; none when it is unknown.
    public func spellings(of word: String) -> [[String]] {
        entries[word] ?? []
    }

    /// Adds a spelling of a word, unless it has it.
    public mutating func add(_ word: String, spelling: [String]) {
        guard let known = entries[word] else {
            words.append(word)
            entries[word] = [spelling]
            return
        }
        if !known.contains(spelling) { entries[word] = known + [spelling] }
    }

    /// The same words with other units in the place of each spelling's.
    func respelled(_ change: ([String]) -> [String]) -> Lexicon {
        var result = self
        result.entries = entries.mapValues { $0.map(change) }
        return result
    }

    /// All units that occur, sorted.
    public var units: [String] {
        Set(entries.values.joined().joined()).sorted()
    }
}

extension Lexicon {
    /// Spells words with a tokenizer.
    ///
    /// - Throws: `TextError.unknownCharacter` when a word holds a character outside the vocabulary, and
    ///   `TextError.unknownWord` when a dictionary lacks it.
    public init(of words: some Sequence<String>, spelledBy tokenizer: Tokenizer) throws(TextError) {
        for word in words {
            for spelling in try tokenizer.spellings(of: word) {
                add(word, spelling: spelling.map { tokenizer.vocabulary[$0] })
            }
        }
    }

    /// Reads a lexicon with an entry a line: the word, white space, its units. That is what the CMU Pronouncing
    /// Dictionary, Kaldi (`lexicon.txt`) and Flashlight write. Empty lines and comments (`;;;`, and ` #` to the end
    /// of the line) are passed over; `word(2)` is another spelling of `word`.
    ///
    /// - Parameters:
    ///   - text: The file's text.
    ///   - stress: What becomes of the digits with which the CMU dictionary marks stressed vowels.
    /// - Throws: `TextError.badLexicon` with the first line that has no units.
    public init(reading text: String, stress: Stress = .kept) throws(TextError) {
        // By bytes, not characters: the dictionary of a model has tens of thousands of lines.
        let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (number, line) in lines.enumerated() {
            let fields = Self.fields(of: Substring(line))
            guard let name = fields.first else { continue }
            let units = fields.dropFirst().map { stress.applied(to: $0) }
            guard !units.isEmpty else { throw .badLexicon(line: number + 1, "\"\(name)\" has no spelling") }
            add(Self.word(of: name), spelling: units)
        }
    }

    /// The lexicon as ``init(reading:stress:)`` reads it.
    var text: String {
        words.map { word in
            spellings(of: word).map { "\(word) \($0.joined(separator: " "))\n" }.joined()
        }.joined()
    }

    /// What becomes of the digits at the end of ARPAbet vowels: 0 none, 1 primary, 2 secondary stress.
    public enum Stress: Hashable, Sendable {
        /// `AH0` stays.
        case kept
        /// `AH0` becomes `AH`.
        case removed

        fileprivate func applied(to unit: Substring) -> String {
            guard self == .removed, unit.utf8.count > 1, let last = unit.utf8.last,
                (UInt8(ascii: "0")...UInt8(ascii: "2")).contains(last)
            else { return String(unit) }
            return String(unit.dropLast())
        }
    }

    private static func fields(of line: Substring) -> [Substring] {
        if line.hasPrefix(";;;") { return [] }
        let fields = line.utf8.split {
            $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: "\r")
        }.map(Substring.init)
        return Array(fields.prefix { !($0.hasPrefix("#") && $0.startIndex > line.startIndex) })
    }

    /// `tomato` for `tomato(2)`.
    private static func word(of name: Substring) -> String {
        guard name.hasSuffix(")"), let open = name.lastIndex(of: "("), open > name.startIndex else {
            return String(name)
        }
        let number = name[name.index(after: open)...].dropLast()
        return Int(number) == nil ? String(name) : String(name[..<open])
    }
}
