import StenoText

extension Tokenizer {
    /// The ways to write a word, none of them empty.
    ///
    /// - Throws: `DecodingError.unpronounceable` when a dictionary lacks it, `DecodingError.unspeakable` when the symbols
    ///   cannot write it.
    func decodable(_ word: String) throws(DecodingError) -> [[Int]] {
        let spellings: [[Int]]
        do { spellings = try self.spellings(of: word) } catch {
            if case .unknownWord = error { throw .unpronounceable(word: word) }
            throw .unspeakable(word: word)
        }
        guard !spellings.contains(where: \.isEmpty) else { throw .unspeakable(word: word) }
        return spellings
    }
}
