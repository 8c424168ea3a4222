import Foundation
import StenoTestSupport
import StenoText
import Testing

struct BytePairTests {
    struct Encoding: Decodable {
        let text: String
        let ids: [Int]
        let decoded: String
    }

    static func corpus() throws -> [String] {
        try Fixtures.text("tokenizer/corpus.txt").split(separator: "\n").map(String.init)
    }

    static func trainer(_ kind: String) -> BytePairTrainer {
        kind == "bytes"
            ? BytePairTrainer(vocabularySize: 400, byteFallback: true) : BytePairTrainer(vocabularySize: 160)
    }

    @Test(
        "Hugging Face's tokenizers gives the same labels and texts for the file we write",
        arguments: ["plain", "bytes"])
    func huggingFace(kind: String) throws {
        let tokenizer = try Tokenizer(folder: Fixtures.folder.appending(path: "tokenizer/\(kind)"))
        for expected in try Fixtures.json("tokenizer/\(kind)/encodings.json", as: [Encoding].self) {
            #expect(try tokenizer.encode(expected.text) == expected.ids)
            #expect(tokenizer.decode(expected.ids) == expected.decoded)
        }
    }

    @Test("the same corpus gives the same file, byte for byte", arguments: ["plain", "bytes"])
    func deterministic(kind: String) throws {
        let folder = try TemporaryFolder()
        try Self.trainer(kind).tokenizer(for: Self.corpus()).write(to: folder.url)
        let written = try String(contentsOf: folder.file("tokenizer.json"), encoding: .utf8)
        let expected = try Fixtures.text("tokenizer/\(kind)/tokenizer.json")
        #expect(written == expected)
    }

    @Test("the vocabulary has the size that was asked for", arguments: [60, 100, 150])
    func size(count: Int) throws {
        let texts = Array(try Self.corpus()[..<8])
        let tokenizer = try BytePairTrainer(vocabularySize: count).tokenizer(for: texts)
        #expect(tokenizer.vocabulary.count == count)
    }

    @Test("the first pair joined is the most frequent, then the first by its text")
    func order() throws {
        // "ab" occurs 5 times; then "▁ab" 3 times beats the rest.
        let tokenizer = try BytePairTrainer(vocabularySize: 7).tokenizer(for: ["ab ab ab cab cab"])
        #expect(tokenizer.vocabulary.symbols == ["<blank>", "a", "b", "c", "▁", "ab", "▁ab"])
        // All pairs occur once: "ba" comes first by its text.
        let tie = try BytePairTrainer(vocabularySize: 6).tokenizer(for: ["cba"])
        #expect(tie.vocabulary.symbols.last == "ba")
    }

    @Test("training stops when every word is one piece")
    func exhausted() throws {
        let tokenizer = try BytePairTrainer(vocabularySize: 50).tokenizer(for: ["aa aa"])
        #expect(tokenizer.vocabulary.symbols == ["<blank>", "a", "▁", "aa", "▁aa"])
        #expect(try tokenizer.encode("aa aa") == [4, 4])
    }

    @Test(
        "text comes back as it was, but for white space", arguments: ["she sells", "über  wolken", "", "sss"])
    func roundTrip(text: String) throws {
        let tokenizer = try Self.trainer("plain").tokenizer(for: Self.corpus())
        let words = text.split(separator: " ").joined(separator: " ")
        let labels = try tokenizer.encode(text)
        #expect(tokenizer.decode(labels) == words)
    }

    @Test("pieces say where words start, and put together are the words")
    func pieces() throws {
        let tokenizer = try Self.trainer("plain").tokenizer(for: Self.corpus())
        let pieces = try tokenizer.encode("the weather").map(tokenizer.piece)
        #expect(pieces.filter(\.startsWord).count == 2)
        #expect(pieces.map(\.text).joined() == "theweather")
        #expect(pieces.allSatisfy { !$0.isSeparator })
    }

    @Test("a character outside the vocabulary is refused without byte fallback and spelled with it")
    func unknown() throws {
        let plain = try Self.trainer("plain").tokenizer(for: Self.corpus())
        #expect(throws: TextError.unknownCharacter("😀", in: "a 😀")) { try plain.encode("a 😀") }
        let bytes = try Self.trainer("bytes").tokenizer(for: Self.corpus())
        let labels = try bytes.encode("a 😀")
        #expect(bytes.decode(labels) == "a 😀")
    }

    @Test("a vocabulary too small for the characters is refused")
    func tooSmall() throws {
        #expect(throws: TextError.self) { try BytePairTrainer(vocabularySize: 4).tokenizer(for: ["abc"]) }
        #expect(throws: TextError.self) {
            try BytePairTrainer(vocabularySize: 256, byteFallback: true).tokenizer(for: ["abc"])
        }
    }

    @Test("merges may be written as pairs, as newer versions of tokenizers do")
    func pairs() throws {
        let folder = try TemporaryFolder()
        let text = try Fixtures.text("tokenizer/plain/tokenizer.json")
        let place = try #require(text.range(of: "\"merges\""))
        let merges = text[place.lowerBound...].replacing(/"(\S+) (\S+)"/) { "[\"\($0.1)\", \"\($0.2)\"]" }
        try (text[..<place.lowerBound] + merges).write(
            to: folder.file("tokenizer.json"), atomically: true, encoding: .utf8)
        let expected = try Tokenizer(folder: Fixtures.folder.appending(path: "tokenizer/plain"))
        #expect(try Tokenizer(folder: folder.url) == expected)
    }

    @Test("a folder holds the tokenizer that was written last")
    func lastWritten() throws {
        let folder = try TemporaryFolder()
        let pieces = try Self.trainer("plain").tokenizer(for: Self.corpus())
        let letters = try Tokenizer.characters(of: Self.corpus())
        for tokenizer in [letters, pieces, letters] {
            try tokenizer.write(to: folder.url)
            #expect(try Tokenizer(folder: folder.url) == tokenizer)
        }
    }

    @Test("a tokenizer file of another kind is refused")
    func otherKinds() throws {
        let folder = try TemporaryFolder()
        for change in [
            ("\"BPE\"", "\"Unigram\""), ("\"NFC\"", "\"NFKC\""), ("Metaspace", "ByteLevel"),
            ("▁s h", "▁s hhh"),
        ] {
            let text = try Fixtures.text("tokenizer/plain/tokenizer.json").replacingOccurrences(
                of: change.0, with: change.1)
            try text.write(to: folder.file("tokenizer.json"), atomically: true, encoding: .utf8)
            #expect(throws: TextError.self) { try Tokenizer(folder: folder.url) }
        }
    }
}
