import StenoText

/// What happens to transcripts on their way into a manifest.
package struct TextPreparation: Sendable {
    /// Characters a text may hold after normalization; nil for any. The space that parts words is always allowed.
    package var alphabet: Set<Character>?

    package init(alphabet: Set<Character>? = nil) {
        self.alphabet = alphabet
    }

    /// The words of a transcript, parted by single spaces.
    func words(of transcript: String, for id: String) throws(LeftOut) -> String {
        let words = transcript.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        if words.isEmpty { throw LeftOut(id, .emptyText, transcript) }
        if let alphabet, let foreign = words.first(where: { $0 != " " && !alphabet.contains($0) }) {
            throw LeftOut(id, .foreignCharacter, "\"\(foreign)\" in \"\(words)\"")
        }
        return words
    }
}
