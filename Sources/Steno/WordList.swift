public import FoundationEssentials
import StenoDecoding
import StenoText

/// The only words a recognizer may hear, as a text has them: one a line, or several. Of words that sound alike to a model
/// without a language model the one listed first is written.
///
/// ```
/// # what the robot understands
/// forward backward
/// left
/// right
/// ```
public struct WordList: Hashable, Sendable {
    /// The words, each once, in their order.
    public let words: [String]

    /// Some words, spelled as the model spells.
    public init(_ words: some Sequence<String>) {
        var seen: Set<String> = []
        self.words = words.filter { seen.insert($0).inserted }
    }

    /// Reads a list. Lines that begin with `#` count for nothing.
    public init(reading text: String) {
        let lines = text.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("#") }
        self.init(lines.flatMap { $0.split(whereSeparator: \.isWhitespace).map(String.init) })
    }

    /// Reads a file.
    ///
    /// - Throws: When there is no such file.
    public init(contentsOf file: URL) throws {
        self.init(reading: String(decoding: try Data(contentsOf: file), as: UTF8.self))
    }

    /// The words with their spellings in a model's symbols.
    ///
    /// - Throws: `DecodingError.unspeakable` for a word that the model cannot write.
    func lexicon(writtenBy speller: Speller) throws(DecodingError) -> Lexicon {
        var lexicon = Lexicon()
        for word in words { try speller.add(word, to: &lexicon) }
        return lexicon
    }
}
