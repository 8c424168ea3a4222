import StenoText

/// A known text as it is written and as a model says it, line by line.
///
/// A word is looked for as it stands, in small and in capital letters, without punctuation and without apostrophes:
/// the first form that the model has symbols for is what it listens for, and the word as written is what comes out.
/// Marks that stand alone, such as a dash, are silent and left out.
struct AlignmentText: Hashable, Sendable {
    /// A word of the text.
    struct Word: Hashable, Sendable {
        let written: String
        /// What is said: one word, or several for one with a hyphen.
        let spoken: [String]
    }

    /// The words of each line; none without words.
    let lines: [[Word]]

    /// - Throws: `AlignmentTextError` with the words that the model cannot say, or when there are none.
    init(_ text: String, spelledBy tokenizer: Tokenizer) throws(AlignmentTextError) {
        let speller = WordSpeller(tokenizer: tokenizer)
        var lines: [[Word]] = []
        var unspeakable: [AlignmentTextError.Place] = []
        for (number, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .enumerated()
        {
            var words: [Word] = []
            for written in line.split(whereSeparator: \.isWhitespace).map(String.init) {
                switch speller.spoken(written) {
                case .silent: break
                case .spoken(let spoken): words.append(Word(written: written, spoken: spoken))
                case .unspeakable: unspeakable.append(.init(word: written, line: number + 1))
                }
            }
            if !words.isEmpty { lines.append(words) }
        }
        guard unspeakable.isEmpty else { throw .unspeakable(unspeakable) }
        guard !lines.isEmpty else { throw .empty }
        self.lines = lines
    }

    /// All that is said, as one text.
    var spoken: String {
        lines.joined().flatMap(\.spoken).joined(separator: " ")
    }
}

/// Finds the form of a written word that a model can say.
private struct WordSpeller {
    enum Outcome {
        case silent, unspeakable
        case spoken([String])
    }

    let tokenizer: Tokenizer

    private static let normalizers = [
        TextNormalizer(letterCase: .lower), TextNormalizer(letterCase: .upper),
        TextNormalizer(letterCase: .lower, apostrophes: .removed),
        TextNormalizer(letterCase: .upper, apostrophes: .removed),
    ]

    func spoken(_ word: String) -> Outcome {
        let forms = [word] + Self.normalizers.map { $0.normalize(word) }
        guard !forms[1].isEmpty else { return .silent }
        let sayable =
            forms.first { isSayable($0, byBytes: false) } ?? forms.first { isSayable($0, byBytes: true) }
        guard let sayable else { return .unspeakable }
        return .spoken(sayable.split(separator: " ").map(String.init))
    }

    /// - Parameter byBytes: Whether symbols that stand for bytes will do; they were hardly ever heard in training.
    private func isSayable(_ form: String, byBytes: Bool) -> Bool {
        guard let labels = try? tokenizer.encode(form), !labels.isEmpty else { return false }
        return byBytes || !labels.contains { tokenizer.vocabulary[$0].hasPrefix("<0x") }
    }
}

/// Why a text cannot be looked for in a recording.
public enum AlignmentTextError: Error, Hashable, Sendable {
    /// A word and where it stands.
    public struct Place: Hashable, Sendable {
        /// The word as it is written.
        public let word: String
        /// Its line, counted from 1.
        public let line: Int
    }

    /// There is no word in it.
    case empty
    /// Words that the model has no symbols for.
    case unspeakable([Place])
}

extension AlignmentTextError: CustomStringConvertible {
    /// What is wrong, where, and what to do.
    public var description: String {
        switch self {
        case .empty: return "the text has no words"
        case .unspeakable(let places):
            let named = places.prefix(5).map { "\"\($0.word)\" (line \($0.line))" }.joined(separator: ", ")
            let more = places.count > 5 ? " and \(places.count - 5) more" : ""
            return
                "the model has no symbols for \(named)\(more); write them as they are spoken, in letters it has"
        }
    }
}
