import Foundation
import StenoLanguageModel
import StenoTestSupport
import Testing

/// Files beside this one.
func fixture(_ name: String) -> URL {
    URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/\(name)")
}

/// What KenLM says about some sentences, base-10 logarithms, the sentence's end included.
struct ScoredSentence: Decodable {
    let words: [String]
    let scores: [Float]

    static func read(_ name: String) throws -> [ScoredSentence] {
        let data = try Data(contentsOf: fixture("scores.json"))
        return try #require(try JSONDecoder().decode([String: [ScoredSentence]].self, from: data)[name])
    }
}

extension LanguageModel {
    /// Base-10 logarithms of the probabilities of a sentence's words and of its end.
    func scores(of words: [String]) -> [Float] {
        var state = start
        var scores: [Float] = []
        for word in words {
            var next = LanguageModel.State()
            scores.append(score(self.word(WordHash(word)), after: state, next: &next))
            state = next
        }
        scores.append(endScore(after: state))
        return scores.map { $0 / Float(M_LN10) }
    }
}

@Suite("ARPA files")
struct ArpaTests {
    private func open(_ name: String, quantization: Int? = nil) throws -> LanguageModel {
        let folder = try TemporaryFolder()
        let trie = try ArpaReader.read(fixture(name))
        try BinaryWriter.write(trie, to: folder.file("model.bin"), quantization: quantization)
        return try LanguageModel(at: folder.file("model.bin"))
    }

    @Test(
        "every word of every sentence scores as KenLM scores it, unknown words and missing n-grams included",
        arguments: ["text4.arpa", "holes.arpa"])
    func kenlm(name: String) throws {
        let model = try open(name)
        let sentences = try ScoredSentence.read(name)
        #expect(sentences.count == 400)
        for sentence in sentences {
            // The 1e-5 that is promised; KenLM prints and adds single-precision base-10 logarithms.
            #expect(largestDifference(model.scores(of: sentence.words), sentence.scores) < 1e-5)
        }
    }

    @Test("a file packed by gzip reads the same")
    func gzip() throws {
        let (plain, packed) = (try open("text4.arpa"), try open("text4.arpa.gz"))
        #expect(plain.counts == packed.counts)
        let words = ["w1", "w2", "w10", "w73"]
        #expect(plain.scores(of: words) == packed.scores(of: words))
    }

    @Test("a packed file that is cut off or damaged is refused")
    func damagedGzip() throws {
        let folder = try TemporaryFolder()
        var bytes = try Data(contentsOf: fixture("text4.arpa.gz"))
        try bytes.prefix(bytes.count / 2).write(to: folder.file("short.gz"))
        #expect(throws: LanguageModelError.self) { _ = try ArpaReader.read(folder.file("short.gz")) }
        bytes[bytes.count - 6] ^= 1
        try bytes.write(to: folder.file("bad.gz"))
        #expect(throws: LanguageModelError.self) { _ = try ArpaReader.read(folder.file("bad.gz")) }
    }

    @Test("what is written as ARPA reads back the same")
    func roundTrip() throws {
        let folder = try TemporaryFolder()
        let trie = try ArpaReader.read(fixture("text4.arpa"))
        try ArpaWriter.write(trie, to: folder.file("again.arpa"))
        let again = try ArpaReader.read(folder.file("again.arpa"))
        #expect(again.vocabulary == trie.vocabulary)
        for (a, b) in zip(again.levels, trie.levels) {
            #expect(a.words == b.words)
            // Conversion to base 10 and back rounds twice in single precision.
            #expect(largestRelativeDifference(a.probabilities, from: b.probabilities) < 1e-6)
            #expect(largestRelativeDifference(a.backoffs, from: b.backoffs) < 1e-6)
        }
    }

    @Test(
        "what breaks the format is named with its line",
        arguments: [
            ("\\data\\\nngram 1=1\n\n\\1-grams:\n-1 a\n\n\\2-grams:\n", 7),
            ("\\data\\\nngram 1=2\n\n\\1-grams:\n-1 a\n-1 a\n\n\\end\\\n", 6),
            ("\\data\\\nngram 1=1\n\n\\1-grams:\nhigh a\n\n\\end\\\n", 5),
            ("\\data\\\nngram 1=1\nngram 2=1\n\n\\1-grams:\n-1 a 0\n\n\\2-grams:\n-1 a b\n\n\\end\\\n", 9),
            ("\\data\\\nngram 2=1\n", 2),
            ("nothing of the kind\n", 1),
        ])
    func broken(text: String, line: Int) throws {
        let folder = try TemporaryFolder()
        try Data(text.utf8).write(to: folder.file("x.arpa"))
        do {
            _ = try ArpaReader.read(folder.file("x.arpa"))
            Issue.record("accepted \(text)")
        } catch LanguageModelError.badArpa(let file, let found, _) {
            #expect(file == "x.arpa")
            #expect(found == line)
        }
    }
}
