import StenoText

extension Tokenizer {
    /// The labels of a word.
    ///
    /// - Throws: `DecodingError.unspeakable` when there are none.
    func spelling(of word: String) throws(DecodingError) -> [Int] {
        guard let labels = try? encode(word), !labels.isEmpty else { throw .unspeakable(word: word) }
        return labels
    }
}
