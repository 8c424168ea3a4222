import StenoTestSupport
import StenoText
import Testing

@Suite("Phoneme tokenizer")
struct PhonemeTokenizerTests {
    private static let dictionary = """
        ;;; a comment
        the DH AH0
        the(2) DH IY0
        cat K AE1 T
        at AE1 T
        """

    private func tokenizer() throws -> Tokenizer {
        try .phonemes(Lexicon(reading: Self.dictionary, stress: .removed))
    }

    private func symbols(_ labels: [Int]) throws -> [String] {
        let vocabulary = try tokenizer().vocabulary
        return labels.map { vocabulary[$0] }
    }

    @Test("a word is its first pronunciation, its beginning marked")
    func first() throws {
        #expect(try symbols(tokenizer().encode("the cat at")) == ["▁DH", "AH", "▁K", "AE", "T", "▁AE", "T"])
    }

    @Test("a word that the dictionary lacks is one symbol, and the words around it keep theirs")
    func unknown() throws {
        #expect(try symbols(tokenizer().encode("the yurt at")) == ["▁DH", "AH", "<unknown>", "▁AE", "T"])
    }

    @Test("every pronunciation of a word is a spelling, and a word without one is refused by name")
    func spellings() throws {
        let tokenizer = try tokenizer()
        #expect(try tokenizer.spellings(of: "the").map(symbols) == [["▁DH", "AH"], ["▁DH", "IY"]])
        #expect(throws: TextError.unknownWord("yurt")) { try tokenizer.spellings(of: "yurt") }
    }

    @Test("the vocabulary has the blank first, and every phoneme at the beginning of words and elsewhere")
    func vocabulary() throws {
        let phonemes = ["AE", "AH", "DH", "IY", "K", "T"]
        #expect(
            try tokenizer().vocabulary.symbols
                == ["<blank>"] + phonemes.map { "▁" + $0 } + phonemes + ["<unknown>"])
    }

    @Test("labels read as phonemes between hyphens, words between spaces")
    func decoding() throws {
        let tokenizer = try tokenizer()
        #expect(try tokenizer.decode(tokenizer.encode("the yurt cat")) == "DH-AH <unknown> K-AE-T")
    }

    @Test("a bundle's phonemes read back are those that were written, with all pronunciations")
    func file() throws {
        let folder = try TemporaryFolder()
        let tokenizer = try tokenizer()
        try tokenizer.write(to: folder.url)
        #expect(try Tokenizer.phonemes(folder: folder.url) == tokenizer)
    }

    @Test("a dictionary with phonemes that the model lacks is an error that names the first")
    func foreign() throws {
        let folder = try TemporaryFolder()
        try tokenizer().write(to: folder.url)
        _ = try folder.file("pronunciations.dict", holding: "zoo Z UW\n")
        #expect { try Tokenizer.phonemes(folder: folder.url) } throws: { error in
            "\(error)".contains("pronunciations.dict") && "\(error)".contains("\"UW\"")
        }
    }
}
