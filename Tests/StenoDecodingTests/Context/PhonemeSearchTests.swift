import Foundation
import StenoDecoding
import StenoLanguageModel
import StenoTensor
import StenoTestSupport
import StenoText
import StenoTranscript
import Testing

private let timing = FrameTiming(frameDuration: .milliseconds(40))

@Suite("Beam search for phonemes")
struct PhonemeSearchTests {
    private static let dictionary = """
        see S IY
        sea S IY
        me M IY
        two T UW
        too T UW
        tune T UW N
        """

    private let tokenizer: Tokenizer

    init() throws {
        tokenizer = try .phonemes(Lexicon(reading: Self.dictionary))
    }

    /// Emissions in which a text's phonemes sound one after the other, each for two frames and a blank.
    private func emissions(_ text: String) throws -> Tensor {
        emissions(of: try tokenizer.encode(text))
    }

    private func emissions(of labels: [Int]) -> Tensor {
        let size = tokenizer.vocabulary.count
        let frames = labels.flatMap { [$0, $0, 0] }
        let rows = frames.flatMap { label in
            (0..<size).map { logf($0 == label ? 0.9 : 0.1 / Float(size - 1)) }
        }
        return Tensor(rows, shape: [frames.count, size])
    }

    private func heard(_ text: String, _ guidance: Guidance = Guidance()) throws -> String {
        try Decoder(tokenizer: tokenizer, timing: timing, guidance: guidance)
            .transcript(of: emissions(text)).text
    }

    @Test("of words that sound alike the one that fits the words before is written")
    func homophones() throws {
        let guidance = Guidance(languageModel: try bigrams(), weight: 1)
        let texts = try ["me two", "sea too"].map { try heard($0, guidance) }
        #expect(texts == ["me too", "see two"])
    }

    @Test("words end where the next begins, though nothing sounds between them")
    func boundaries() throws {
        #expect(try heard("me tune me") == "me tune me")
    }

    @Test("without a language model that of words that sound alike is written which is listed first")
    func unguided() throws {
        #expect(try heard("sea too") == "see two")
        let list = try Lexicon(of: ["too", "sea", "two", "see"], spelledBy: tokenizer)
        #expect(try heard("see two", Guidance(lexicon: list)) == "sea too")
    }

    @Test("only the words of a list are heard, in all their pronunciations")
    func list() throws {
        let lexicon = try Lexicon(of: ["see", "two"], spelledBy: tokenizer)
        #expect(try heard("sea too", Guidance(lexicon: lexicon)) == "see two")
    }

    @Test("a hot word is known by its phonemes, and one without any is refused by name")
    func hotWords() throws {
        var blurred = try emissions("me two").array
        let (size, sea) = (tokenizer.vocabulary.count, try tokenizer.encode("sea")[0])
        // The first phoneme of "me" and that of "sea" are about as likely.
        for frame in 0..<2 { blurred[frame * size + sea] = logf(0.6) }
        let tensor = Tensor(blurred, shape: [blurred.count / size, size])
        func text(_ hotWords: [HotWord]) throws -> String {
            try Decoder(tokenizer: tokenizer, timing: timing, guidance: Guidance(hotWords: hotWords))
                .transcript(of: tensor).text
        }
        #expect(try text([]) == "me two")
        #expect(try text([HotWord("sea", boost: 1)]) == "sea two")
        #expect(throws: DecodingError.unpronounceable(word: "yurt")) { try text([HotWord("yurt")]) }
    }

    @Test("a hot word that the dictionary lacks is heard as it is guessed to sound")
    func guessed() throws {
        let folder = try TemporaryFolder()
        try Pronouncer.learn(from: Lexicon(reading: Self.dictionary), writingTo: folder.file("p.bin"))
        let pronouncer = try Pronouncer(at: folder.file("p.bin"))
        let guess = try #require(pronouncer.pronunciations(of: "nutset").first)
        let guidance = Guidance(pronouncer: pronouncer, hotWords: [HotWord("nutset", boost: 2)])
        let decoder = try Decoder(tokenizer: tokenizer, timing: timing, guidance: guidance)
        let said = try #require(tokenizer.labels(ofPhonemes: guess))
        #expect(decoder.transcript(of: emissions(of: said)).text == "nutset")
        // A session's own hot words are as good as those that were there before.
        let session = try Decoder(
            tokenizer: tokenizer, timing: timing, guidance: Guidance(pronouncer: pronouncer)
        ).listening(for: [HotWord("nutset", boost: 2)])
        #expect(session.transcript(of: emissions(of: said)).text == "nutset")
    }

    @Test("a grammar's words are heard by their phonemes")
    func grammar() throws {
        let grammar = Grammar(phrases: ["see two", "me too"])
        #expect(try heard("sea too", Guidance(grammar: grammar)) == "see two")
    }
}
