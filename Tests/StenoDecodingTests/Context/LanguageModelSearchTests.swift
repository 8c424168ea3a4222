import Foundation
import StenoDecoding
import StenoLanguageModel
import StenoTensor
import StenoTestSupport
import StenoText
import StenoTranscript
import Testing

private let timing = FrameTiming(frameDuration: .milliseconds(40))

/// A bigram model that has seen "see two" and "me too".
func bigrams() throws -> LanguageModel {
    let arpa = """
        \\data\\
        ngram 1=7
        ngram 2=3

        \\1-grams:
        -2.0\t<unk>
        -99\t<s>\t-0.5
        -1.0\t</s>
        -0.8\tsee\t-0.4
        -0.9\tme\t-0.3
        -1.1\ttwo\t-0.2
        -1.0\ttoo\t-0.2

        \\2-grams:
        -0.3\t<s> see
        -0.2\tsee two
        -0.2\tme too

        \\end\\
        """
    let folder = try TemporaryFolder()
    try Data(arpa.utf8).write(to: folder.file("x.arpa"))
    try BinaryWriter.write(try ArpaReader.read(folder.file("x.arpa")), to: folder.file("x.bin"))
    return try LanguageModel(at: folder.file("x.bin"))
}

private func exact(_ alternatives: Int = 0) -> DecoderOptions {
    let beam = BeamOptions(
        width: 2000, threshold: 200, labelThreshold: 200, labelLimit: 100, pathRule: .max)
    return DecoderOptions(search: .beam(beam), settleAfter: nil, alternatives: alternatives)
}

@Suite("Beam search with a language model")
struct LanguageModelSearchTests {
    @Test("a word that is likelier after the one before wins over one that sounds a little better")
    func context() throws {
        var emissions = try Emissions()
        emissions.say("se-e_t")
        emissions.hear(["w": 0.45, "o": 0.5])
        emissions.say("-o")
        let plain = Decoder(tokenizer: emissions.tokenizer, timing: timing, options: exact())
        #expect(plain.transcript(of: emissions.tensor).text == "see too")
        let guided = try Decoder(
            tokenizer: emissions.tokenizer, timing: timing, options: exact(),
            guidance: Guidance(languageModel: bigrams(), weight: 0.5))
        #expect(guided.transcript(of: emissions.tensor).text == "see two")
    }

    @Test("a hypothesis scores its best path, its words' probabilities and bonuses, and its end")
    func scores() throws {
        var emissions = try Emissions()
        emissions.say("se-e_t")
        emissions.hear(["w": 0.45, "o": 0.5])
        emissions.say("-o")
        let (weight, bonus) = (0.7, 0.25)
        let decoder = try Decoder(
            tokenizer: emissions.tokenizer, timing: timing, options: exact(2),
            guidance: Guidance(languageModel: bigrams(), weight: weight, wordBonus: bonus))
        let alternatives = decoder.finals(of: emissions.tensor)[0].alternatives
        #expect(alternatives.map(\.text) == ["see two", "see too"])
        // "see too" backs off: the weight of "see" and the unigram. Both end alike: by the weight of the last word.
        let words = weight * M_LN10 * ((-0.2) - (-0.4 - 1.0))
        let expected = log(0.45 / 0.5) + words
        #expect(abs(alternatives[0].score - alternatives[1].score - expected) < 1e-4)
    }

    @Test("with a lexicon only its words come out, whatever is heard")
    func lexicon() throws {
        var emissions = try Emissions()
        emissions.say("c")
        emissions.hear(["x": 0.6, "a": 0.3])
        emissions.say("t_dog")
        let lexicon = try Lexicon(of: ["cat", "dog", "do"], spelledBy: emissions.tokenizer)
        let decoder = try Decoder(
            tokenizer: emissions.tokenizer, timing: timing, guidance: Guidance(lexicon: lexicon))
        #expect(decoder.transcript(of: emissions.tensor).text == "cat dog")
    }

    @Test(
        "pieces of words are judged as the words they form, and a piece that starts a word ends the one before"
    )
    func pieces() throws {
        let pieces = [
            Piece(text: ""), Piece(text: "see", startsWord: true), Piece(text: "t", startsWord: true),
            Piece(text: "wo"), Piece(text: "oo"), Piece(text: "me", startsWord: true),
        ]
        let texts = pieces.map(\.text)
        let labels = LabelTable(pieces: pieces) { $0.map { texts[$0] }.joined() }
        func decoder(_ automaton: LabelAutomaton?) throws -> Decoder {
            let language = LanguageScorer(model: try bigrams(), weight: 0.5, wordBonus: 0)
            return Decoder(
                context: SearchContext(labels: labels, automaton: automaton, language: language),
                timing: timing,
                options: exact())
        }
        func tensor(_ first: Int) -> Tensor {
            var values = [Float](repeating: logf(0.02), count: 4 * 6)
            for (frame, label, probability) in [
                (0, first, 0.9), (1, 2, 0.9), (2, 3, 0.4), (2, 4, 0.5), (3, 0, 0.9),
            ] {
                values[frame * 6 + label] = logf(Float(probability))
            }
            return Tensor(values, shape: [4, 6])
        }
        let lexicon = LabelAutomaton(
            spellings: [("see", [1]), ("two", [2, 3]), ("too", [2, 4]), ("me", [5])], separator: nil)
        for automaton in [nil, lexicon] {
            #expect(try decoder(automaton).transcript(of: tensor(1)).text == "see two")
            #expect(try decoder(automaton).transcript(of: tensor(5)).text == "me too")
        }
    }

    @Test("in the stream the events do not depend on the chunks", arguments: [1, 5, 64])
    func chunks(size: Int) throws {
        var emissions = try Emissions()
        for turn in 0..<6 {
            emissions.say("se-e_tw-o_me_t-oo_", probability: 0.5)
            emissions.hiss(frames: 7, seed: UInt64(turn), sharpness: 5)
            emissions.say(String(repeating: "-", count: 9 * turn))
        }
        let decoder = try Decoder(
            tokenizer: emissions.tokenizer, timing: timing,
            guidance: Guidance(
                languageModel: bigrams(), weight: 0.3, wordBonus: 0.1,
                hotWords: [HotWord("two me", boost: 0.3)]))
        var (whole, parts) = (decoder.makeStream(), decoder.makeStream())
        let expected = whole.accept(emissions.tensor) + whole.finish()
        var events: [DecoderEvent] = []
        for start in stride(from: 0, to: emissions.frames.count, by: size) {
            let frames = emissions.frames[start..<min(start + size, emissions.frames.count)]
            events += parts.accept(Tensor(frames.flatMap { $0 }, shape: [frames.count, emissions.size]))
        }
        #expect(events + parts.finish() == expected)
        #expect(expected.count > 10)
    }
}
