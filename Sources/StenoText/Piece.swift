/// What a label means to a decoder that forms words.
public struct Piece: Hashable, Sendable {
    /// The letters it adds to a word: nothing for the blank and the separator. One byte of a character, where the
    /// vocabulary spells out bytes, shows as U+FFFD; ``Tokenizer/decode(_:)`` joins such bytes.
    public let text: String
    /// Whether a new word starts with this piece.
    public let startsWord: Bool
    /// Whether it only stands between words.
    public let isSeparator: Bool

    package init(text: String, startsWord: Bool = false, isSeparator: Bool = false) {
        self.text = text
        self.startsWord = startsWord
        self.isSeparator = isSeparator
    }
}
