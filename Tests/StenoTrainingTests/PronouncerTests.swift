import StenoText
import StenoTraining
import Testing

@Suite("Pronouncer")
struct PronouncerTests {
    private let dictionary = """
        ;;; a comment
        the DH AH0
        the(2) DH IY0
        cat K AE1 T
        """

    private func pronouncer() throws -> Pronouncer {
        try Pronouncer(Lexicon(reading: dictionary, stress: .removed))
    }

    private func phonemes(_ text: String) throws -> [String] {
        let pronouncer = try pronouncer()
        return pronouncer.labels(of: text).map { pronouncer.vocabulary[$0] }
    }

    @Test("a word is its first pronunciation, without stress")
    func first() throws {
        #expect(try phonemes("the cat") == ["DH", "AH", "K", "AE", "T"])
    }

    @Test("a word that the dictionary lacks is one symbol, and the words around it keep theirs")
    func unknown() throws {
        #expect(try phonemes("the yurt the") == ["DH", "AH", "<unknown>", "DH", "AH"])
    }

    @Test("the vocabulary has the blank first and every phoneme once")
    func vocabulary() throws {
        let symbols = try pronouncer().vocabulary.symbols
        #expect(symbols == ["<blank>", "AE", "AH", "DH", "IY", "K", "T", "<unknown>"])
    }

    @Test("coverage is the share of the words that are known")
    func coverage() throws {
        #expect(try pronouncer().coverage(of: ["the cat", "a cat"]) == 0.75)
    }
}
