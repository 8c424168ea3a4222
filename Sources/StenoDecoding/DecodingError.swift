/// What a decoder cannot be made with.
public enum DecodingError: Error, Hashable, Sendable {
    /// A line of a list of hot words is neither a phrase nor a phrase with a boost.
    case badHotWord(line: Int, text: String)
    /// A word of a lexicon or grammar cannot be written with the model's symbols.
    case unspeakable(word: String)
    /// A word of a lexicon, a grammar or the hot words is not in the model's pronouncing dictionary.
    case unpronounceable(word: String)
    /// A grammar breaks its format.
    case badGrammar(reason: String)
}

extension DecodingError: CustomStringConvertible {
    /// What is wrong, where, and what to write instead.
    public var description: String {
        switch self {
        case .badHotWord(let line, let text):
            "line \(line) of the hot words is \"\(text)\"; write a phrase, or a phrase, a colon and a boost"
        case .unspeakable(let word):
            "\"\(word)\" cannot be written with the model's symbols; spell it in those, or leave it out"
        case .unpronounceable(let word):
            "\"\(word)\" is not in the model's pronouncing dictionary, and cannot be guessed; add it to "
                + "pronunciations.dict, recognize by spelling, or leave it out"
        case .badGrammar(let reason): "the grammar cannot be read: \(reason)"
        }
    }
}
