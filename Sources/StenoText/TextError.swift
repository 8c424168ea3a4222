public import FoundationEssentials

/// What can be wrong with text, vocabularies and their files.
public enum TextError: Error, Hashable, Sendable {
    /// A text holds a character that the vocabulary cannot write.
    case unknownCharacter(Character, in: String)
    /// A pronouncing dictionary lacks a word.
    case unknownWord(String)
    /// A vocabulary cannot be used.
    case badVocabulary(String)
    /// A line of a lexicon, counted from 1, is not what it should be.
    case badLexicon(line: Int, String)
    /// A file is missing or is not what it should be.
    case unreadable(URL, String)
    /// A file could not be written.
    case unwritable(URL, String)
}

extension TextError: CustomStringConvertible {
    /// The error in a sentence for people.
    public var description: String {
        switch self {
        case .unknownCharacter(let character, let text):
            let code = character.unicodeScalars.map { "U+" + String($0.value, radix: 16, uppercase: true) }
            return
                "\"\(character)\" (\(code.joined(separator: " "))) in \"\(text)\" is not in the vocabulary."
                + " Normalize the text, or train with a vocabulary that has it."
        case .unknownWord(let word):
            return "\"\(word)\" is not in the pronouncing dictionary. Add it there, or recognize by spelling."
        case .badVocabulary(let fact): return "The vocabulary cannot be used: \(fact)."
        case .badLexicon(let line, let fact): return "Line \(line) of the lexicon cannot be used: \(fact)."
        case .unreadable(let url, let fact): return "\(url.path) cannot be read: \(fact)."
        case .unwritable(let url, let fact): return "\(url.path) cannot be written: \(fact)."
        }
    }
}
