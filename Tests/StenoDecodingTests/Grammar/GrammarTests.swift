import Foundation
import StenoDecoding
import StenoTensor
import StenoText
import StenoTranscript
import Testing

private let timing = FrameTiming(frameDuration: .milliseconds(40))

@Suite("Grammar")
struct GrammarTests {
    private func heard(_ text: String, _ grammar: Grammar, rejectAbove: Double? = nil) throws -> String {
        var emissions = try Emissions()
        emissions.say(text.map { $0 == " " ? "_" : "\($0)-" }.joined(), probability: 0.8)
        let options = DecoderOptions(rejectAbove: rejectAbove)
        return try Decoder(
            tokenizer: emissions.tokenizer, timing: timing, options: options,
            guidance: Guidance(grammar: grammar)
        ).transcript(of: emissions.tensor).text
    }

    private let lights = """
        #JSGF V1.0;
        grammar lights;
        // What to switch, and where.
        public <command> = [please] turn <state> the (light | lamp)+ [in the <room>];
        <state> = on | off;
        <room> = kitchen | bed room;
        """

    @Test(
        "what the rules allow is heard",
        arguments: [
            "turn on the light", "please turn off the lamp", "turn off the light in the bed room",
            "turn on the light lamp light in the kitchen",
        ])
    func allowed(text: String) throws {
        #expect(try heard(text, Grammar(reading: lights)) == text)
    }

    @Test("what they do not allow comes out as the nearest that they do")
    func nearest() throws {
        #expect(try heard("turn in the light", Grammar(reading: lights)) == "turn on the light")
        #expect(try heard("turm off the lamp", Grammar(reading: lights)) == "turn off the lamp")
    }

    @Test("a sentence is waited for across a pause, and only what is one whole comes out")
    func wholeSentences() throws {
        let grammar = Grammar(phrases: ["on", "two lights on"])
        func segments(_ letters: String) throws -> [String] {
            var emissions = try Emissions()
            emissions.say(letters, probability: 0.9999)
            let decoder = try Decoder(
                tokenizer: emissions.tokenizer, timing: timing, guidance: Guidance(grammar: grammar))
            return decoder.transcript(of: emissions.tensor).segments.map(\.text)
        }
        // The usual endpoint is 1.2 s after a word, 30 frames of 40 ms; 2.4 s before any.
        let pause = String(repeating: "-", count: 40)
        #expect(try segments("two_lights" + pause + "_on" + pause) == ["two lights on"])
        #expect(try segments("on" + pause + "two_lights_on") == ["on", "two lights on"])
        #expect(try segments("two_lights" + pause) == [])
        #expect(try segments("two_lights" + pause + pause + "on") == ["on"])
    }

    @Test("speech too far from every sentence is rejected, if asked for")
    func rejection() throws {
        let grammar = Grammar(phrases: ["yes", "no thanks"])
        #expect(try heard("yes", grammar, rejectAbove: 0.5) == "yes")
        #expect(try heard("yet", grammar) == "yes")
        #expect(try heard("whatever you say", grammar, rejectAbove: 0.5) == "")
    }

    @Test(
        "rules that cannot be used are refused, saying why",
        arguments: [
            ("public <a> = <b>;", "no rule <b>"), ("public <a> = x <a>;", "leads to itself"),
            ("public <a> = (x;", "not closed"), ("public <a> = x", "does not end"),
            ("<a> = x; <b> = y;", "public"),
            ("public <a> = x | ;", "nothing stands"), ("turn on", "expected a rule"),
        ])
    func broken(text: String, reason: String) {
        #expect {
            try Grammar(reading: text)
        } throws: { error in
            "\(error)".contains(reason)
        }
    }
}
