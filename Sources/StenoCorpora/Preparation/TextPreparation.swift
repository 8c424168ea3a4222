package import StenoText

/// What happens to transcripts on their way into a manifest.
package struct TextPreparation: Hashable, Sendable {
    /// How transcripts are spelled in the manifest.
    package var normalizer: TextNormalizer

    /// Characters a normalized text may hold beside the space that parts words; nil for any.
    package var alphabet: Set<Character>?

    package init(normalizer: TextNormalizer = TextNormalizer(), alphabet: Set<Character>? = nil) {
        self.normalizer = normalizer
        self.alphabet = alphabet
    }

    /// A transcript as the manifest spells it.
    func spelling(of transcript: String, for id: String) throws(LeftOut) -> String {
        let text = normalizer.normalize(transcript)
        if text.isEmpty { throw LeftOut(id, .emptyText, transcript) }
        if let alphabet, let foreign = text.first(where: { $0 != " " && !alphabet.contains($0) }) {
            throw LeftOut(id, .foreignCharacter, "\"\(foreign)\" in \"\(text)\"")
        }
        return text
    }
}
