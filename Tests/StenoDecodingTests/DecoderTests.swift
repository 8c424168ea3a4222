import Foundation
import StenoDecoding
import StenoTensor
import StenoText
import StenoTranscript
import Testing

private let timing = FrameTiming(frameDuration: .milliseconds(40))

private let searches: [DecoderOptions.Search] = [
    .greedy, .beam(BeamOptions()), .beam(BeamOptions(width: 40, pathRule: .max)),
]

private func decoder(_ emissions: Emissions, _ options: DecoderOptions) -> Decoder {
    Decoder(tokenizer: emissions.tokenizer, timing: timing, options: options)
}

@Suite("Decoder")
struct DecoderTests {
    @Test("repeats collapse, blanks separate doubled letters, separators make words", arguments: searches)
    func words(search: DecoderOptions.Search) throws {
        var emissions = try Emissions()
        emissions.say("--hhee-l-lo__-wwoorld-")
        let transcript = decoder(emissions, DecoderOptions(search: search)).transcript(of: emissions.tensor)
        #expect(transcript.text == "hello world")
    }

    @Test("a word lasts from its first letter's first frame to its last letter's last", arguments: searches)
    func times(search: DecoderOptions.Search) throws {
        var emissions = try Emissions()
        emissions.say("--oonne-__-t-wwoo---")
        let words = decoder(emissions, DecoderOptions(search: search)).transcript(of: emissions.tensor).words
        #expect(words.map(\.text) == ["one", "two"])
        #expect(words.map(\.time.start) == [.milliseconds(80), .milliseconds(440)])
        #expect(words.map(\.time.end) == [.milliseconds(280), .milliseconds(680)])
    }

    @Test("half a word of a lexicon is no word")
    func halfWord() throws {
        var emissions = try Emissions()
        emissions.say("one_sev", probability: 0.9999999)
        var lexicon = Lexicon()
        for word in ["one", "seven"] { lexicon.add(word, spelling: word.map { String($0) }) }
        let decoder = try Decoder(
            tokenizer: emissions.tokenizer, timing: timing, guidance: Guidance(lexicon: lexicon))
        #expect(decoder.transcript(of: emissions.tensor).text == "one")
        emissions.say("en", probability: 0.9999999)
        #expect(decoder.transcript(of: emissions.tensor).text == "one seven")
    }

    @Test("times are corrected, but never overlap or leave the recording")
    func correctedTimes() throws {
        var emissions = try Emissions()
        emissions.say("oonne__twwoo")
        let correction = WordTimeCorrection(start: -0.1, end: 0.06)
        let words = decoder(emissions, DecoderOptions(timeCorrection: correction))
            .transcript(of: emissions.tensor).words
        #expect(words.map(\.time.start) == [.zero, .milliseconds(180)])
        #expect(words.map(\.time.end) == [.milliseconds(180), .milliseconds(480)])
    }

    @Test("the offset of the timing shifts all words")
    func offset() throws {
        var emissions = try Emissions()
        emissions.say("-a-")
        let late = Decoder(
            tokenizer: emissions.tokenizer,
            timing: FrameTiming(frameDuration: .milliseconds(20), offset: .seconds(3)))
        let word = try #require(late.transcript(of: emissions.tensor).words.first)
        #expect(word.time == TimeRange(start: .milliseconds(3020), end: .milliseconds(3040)))
    }

    @Test("nothing is heard in blanks, nor in no frames at all", arguments: searches)
    func silence(search: DecoderOptions.Search) throws {
        var emissions = try Emissions()
        #expect(
            decoder(emissions, DecoderOptions(search: search)).transcript(of: emissions.tensor).segments
                .isEmpty)
        emissions.say(String(repeating: "-", count: 200))
        #expect(
            decoder(emissions, DecoderOptions(search: search)).transcript(of: emissions.tensor).segments
                .isEmpty)
    }

    @Test("a clear word is trusted, a doubtful one less, and the doubt stays with its word")
    func confidence() throws {
        var emissions = try Emissions()
        emissions.say("one", probability: 0.98)
        emissions.say("_")
        emissions.say("t", probability: 0.98)
        emissions.hear(["w": 0.5, "o": 0.45])
        emissions.say("o", probability: 0.98)
        let words = decoder(emissions, DecoderOptions()).transcript(of: emissions.tensor).words
        #expect(words.map(\.text) == ["one", "two"])
        let confidences = try words.map { try #require($0.confidence) }
        #expect(confidences[0] > 0.9)
        #expect(confidences[1] < 0.6)
    }

    @Test("alternatives come best first, the best being what was reported")
    func alternatives() throws {
        var emissions = try Emissions()
        emissions.hear(["c": 0.6, "b": 0.35])
        emissions.say("at")
        let finals = decoder(emissions, DecoderOptions(alternatives: 2)).finals(of: emissions.tensor)
        #expect(finals.count == 1)
        #expect(finals[0].alternatives.map(\.text) == ["cat", "bat"])
        let difference = finals[0].alternatives[0].score - finals[0].alternatives[1].score
        #expect(abs(difference - log(0.6 / 0.35)) < 1e-3)
    }
}
