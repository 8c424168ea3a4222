import Foundation
import StenoDecoding
import StenoTensor
import StenoTestSupport
import StenoText
import StenoTranscript
import Testing

private let timing = FrameTiming(frameDuration: .milliseconds(40))

@Suite("Hot words")
struct HotWordTests {
    private func heard(_ hotWords: [HotWord], _ emissions: Emissions) throws -> String {
        try Decoder(tokenizer: emissions.tokenizer, timing: timing, guidance: Guidance(hotWords: hotWords))
            .transcript(of: emissions.tensor).text
    }

    @Test("a hot word wins over what sounds a little better")
    func boost() throws {
        var emissions = try Emissions()
        emissions.say("n")
        emissions.hear(["i": 0.4, "e": 0.5])
        emissions.say("ck_cave")
        #expect(try heard([], emissions) == "neck cave")
        #expect(try heard([HotWord("nick cave")], emissions) == "nick cave")
    }

    @Test("a phrase that is not completed earns nothing")
    func refund() throws {
        var emissions = try Emissions()
        emissions.say("n")
        emissions.hear(["i": 0.4, "e": 0.5])
        emissions.say("ck_owen_")
        #expect(try heard([HotWord("nick cave", boost: 2)], emissions) == "neck owen")
        #expect(try heard([HotWord("nickel", boost: 2)], emissions) == "neck owen")
    }

    @Test("a phrase earns its boost once for each time it is said, wherever it stands, and nothing else does")
    func rewards() throws {
        let emissions = try Emissions(letters: "ab")
        let labels = LabelTable(emissions.tokenizer)
        let phrase = ["ab", "a"]
        let automaton = HotWordAutomaton([HotWord("ab a", boost: 0.5)])
        var generator = SeededGenerator(seed: 3)
        var rewarded = 0
        for _ in 0..<300 {
            let words = (0..<Int.random(in: 1...7, using: &generator)).map { _ in
                ["a", "ab", "b", "aba"][Int.random(in: 0..<4, using: &generator)]
            }
            let times = words.indices.count { words[$0...].starts(with: phrase) }
            rewarded += times
            let spelled = try emissions.tokenizer.encode(words.joined(separator: " "))
            #expect(abs(automaton.earned(spelled, labels) - 0.5 * 4 * Float(times)) < 1e-4, "\(words)")
        }
        #expect(rewarded > 50)
    }

    @Test("a longer phrase earns its own boost, not that of the one it begins with besides")
    func nested() throws {
        let emissions = try Emissions(letters: "abc")
        let labels = LabelTable(emissions.tokenizer)
        let automaton = HotWordAutomaton(
            [HotWord("a b", boost: 1), HotWord("a b c", boost: 1)])
        let earned = try ["a b", "a b c", "a b a", "b c"].map {
            automaton.earned(try emissions.tokenizer.encode($0), labels)
        }
        #expect(earned == [3, 5, 3, 0])
    }

    @Test("lists have a phrase a line, with or without a boost")
    func list() throws {
        let words = try HotWord.list(reading: "# names\ngrand  rapids : 0.8\n\nnick\n", boost: 0.3)
        #expect(words == [HotWord("grand rapids", boost: 0.8), HotWord("nick", boost: 0.3)])
        #expect(throws: DecodingError.badHotWord(line: 2, text: "b : much")) {
            try HotWord.list(reading: "a\nb : much\n")
        }
        #expect(throws: DecodingError.badHotWord(line: 1, text: ": 2")) { try HotWord.list(reading: ": 2") }
    }
}
