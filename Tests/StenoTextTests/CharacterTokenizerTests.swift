import Foundation
import StenoTestSupport
import StenoText
import Testing

struct CharacterTokenizerTests {
    @Test("a vocabulary of texts is the blank, the space, then their characters in order")
    func vocabulary() throws {
        let tokenizer = try Tokenizer.characters(of: ["no one", "été"])
        #expect(tokenizer.vocabulary.symbols == ["<blank>", " ", "e", "n", "o", "t", "é"])
    }

    @Test("what is encoded decodes to itself", arguments: ["one two", "", "नमस्ते दुनिया", "日本"])
    func roundTrip(text: String) throws {
        let tokenizer = try Tokenizer.characters(of: [text])
        let labels = try tokenizer.encode(text)
        #expect(tokenizer.decode(labels) == text)
        #expect(labels.count == text.unicodeScalars.count)
        #expect(!labels.contains(Vocabulary.blank))
    }

    @Test("a character outside the vocabulary is named")
    func unknown() throws {
        let tokenizer = try Tokenizer.characters(of: ["one"])
        #expect(throws: TextError.unknownCharacter("x", in: "oxen")) { try tokenizer.encode("oxen") }
    }

    @Test("pieces tell letters from the space between words")
    func pieces() throws {
        let tokenizer = try Tokenizer.characters(of: ["a b"])
        #expect(tokenizer.piece(0).text.isEmpty)
        #expect(tokenizer.piece(1).isSeparator)
        #expect(tokenizer.piece(2).text == "a")
        #expect(!tokenizer.piece(2).startsWord)
    }

    @Test("a tokenizer written to a folder reads back equal, quotes and backslashes included")
    func files() throws {
        let folder = try TemporaryFolder()
        let tokenizer = try Tokenizer.characters(of: ["don't \"say\" \\ ü"])
        try tokenizer.write(to: folder.url)
        #expect(try Tokenizer(folder: folder.url) == tokenizer)
    }

    @Test("a vocabulary file writes the space as a bar, as wav2vec 2.0 does")
    func bar() throws {
        let folder = try TemporaryFolder()
        try Tokenizer.characters(of: ["a"]).write(to: folder.url)
        let text = try String(contentsOf: folder.file("vocab.json"), encoding: .utf8)
        #expect(text == "{\n  \"<blank>\": 0,\n  \"|\": 1,\n  \"a\": 2\n}\n")
    }

    @Test(
        "a broken vocabulary file is refused",
        arguments: ["", "[]", "{\"<blank>\":0,\"a\":2}", "{\"a\":0}", "{\"<blank>\":0,\"a\":1,\"b\":1}"])
    func broken(json: String) throws {
        let folder = try TemporaryFolder()
        try json.write(to: folder.file("vocab.json"), atomically: true, encoding: .utf8)
        #expect(throws: TextError.self) { try Tokenizer(folder: folder.url) }
    }

    @Test("a vocabulary without the blank first is refused")
    func blankFirst() {
        #expect(throws: TextError.self) { try Vocabulary(symbols: ["a", "<blank>"]) }
        #expect(throws: TextError.self) { try Vocabulary(symbols: ["<blank>", "a", "a"]) }
    }
}
