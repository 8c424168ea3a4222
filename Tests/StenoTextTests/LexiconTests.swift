import StenoText
import Testing

struct LexiconTests {
    @Test("the CMU dictionary's forms are read: comments, alternatives, stress")
    func cmu() throws {
        let text =
            ";;; a comment\ntomato T AH0 M EY1 T OW2\ntomato(2) T AH0 M AA1 T OW2\r\na. EY1 # the letter\n\n"
        let lexicon = try Lexicon(reading: text)
        #expect(
            lexicon.spellings(of: "tomato") == [
                ["T", "AH0", "M", "EY1", "T", "OW2"], ["T", "AH0", "M", "AA1", "T", "OW2"],
            ])
        #expect(lexicon.spellings(of: "a.") == [["EY1"]])
        #expect(lexicon.spellings(of: "potato").isEmpty)
        #expect(try Lexicon(reading: text, stress: .removed).units == ["AA", "AH", "EY", "M", "OW", "T"])
    }

    @Test("a word without units is refused with its line")
    func broken() {
        #expect(throws: TextError.badLexicon(line: 2, "\"two\" has no spelling")) {
            try Lexicon(reading: "one W AH N\ntwo\n")
        }
    }

    @Test("words are spelled by a tokenizer")
    func spelled() throws {
        let tokenizer = try Tokenizer.characters(of: ["one two"])
        let lexicon = try Lexicon(of: ["two", "one", "two"], spelledBy: tokenizer)
        #expect(lexicon.entries == ["two": [["t", "w", "o"]], "one": [["o", "n", "e"]]])
        #expect(throws: TextError.self) { try Lexicon(of: ["three"], spelledBy: tokenizer) }
    }
}
