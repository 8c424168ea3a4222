import Foundation
import StenoDecoding
import StenoTensor
import StenoText
import StenoTranscript
import Testing

private let timing = FrameTiming(frameDuration: .milliseconds(40))

private let searches: [DecoderOptions.Search] = [
    .greedy, .beam(BeamOptions(width: 4)), .beam(BeamOptions(width: 24)),
]

extension Emissions {
    fileprivate func chunk(_ frames: Range<Int>) -> Tensor {
        Tensor(self.frames[frames].flatMap { $0 }, shape: [frames.count, size])
    }

    fileprivate func events(
        _ options: DecoderOptions, chunk size: Int, quiet: (Duration) -> Duration? = { _ in nil }
    ) -> [DecoderEvent] {
        var stream = Decoder(tokenizer: tokenizer, timing: timing, options: options).makeStream()
        var events: [DecoderEvent] = []
        for start in stride(from: 0, to: frames.count, by: size) {
            events += stream.accept(chunk(start..<min(start + size, frames.count)), quiet: quiet)
        }
        return events + stream.finish()
    }

    /// Several minutes in which words, pauses and noise of all kinds follow each other.
    fileprivate static func conversation() throws -> Emissions {
        var emissions = try Emissions()
        for turn in 0..<12 {
            emissions.say("ss-ii-xx_-_ff-ii-v-ee_")
            emissions.hiss(frames: 5 + turn, seed: UInt64(turn), sharpness: 6)
            emissions.say("_n-iinne", probability: 0.6)
            emissions.say(String(repeating: "-", count: 4 + (turn * 17) % 60), probability: 0.7)
        }
        return emissions
    }
}

private func finals(_ events: [DecoderEvent]) -> [FinalWords] {
    events.compactMap { if case .final(let words, _) = $0 { words } else { nil } }
}

@Suite("Decoder stream")
struct DecoderStreamTests {
    @Test("the events do not depend on the chunks", arguments: searches, [1, 2, 7, 50, 251])
    func chunks(search: DecoderOptions.Search, chunk: Int) throws {
        let emissions = try Emissions.conversation()
        let options = DecoderOptions(search: search)
        #expect(emissions.events(options, chunk: chunk) == emissions.events(options, chunk: 100_000))
    }

    @Test("the whole recording's transcript is the stream's finals", arguments: searches)
    func whole(search: DecoderOptions.Search) throws {
        let emissions = try Emissions.conversation()
        let options = DecoderOptions(search: search)
        let transcript = Decoder(tokenizer: emissions.tokenizer, timing: timing, options: options)
            .transcript(of: emissions.tensor)
        let segments = finals(emissions.events(options, chunk: 13)).enumerated().map { $1.segment(id: $0) }
        #expect(transcript.segments == segments)
        #expect(segments.count > 3)
    }

    @Test(
        "what was stable stays, to the final and through every partial", arguments: searches, [nil, 120, 480])
    func stable(search: DecoderOptions.Search, settleAfter: Int?) throws {
        let emissions = try Emissions.conversation()
        let options = DecoderOptions(
            search: search, showAfter: .milliseconds(40),
            settleAfter: settleAfter.map { Duration.milliseconds($0) })
        var promised: [String] = []
        var promises = 0
        for event in emissions.events(options, chunk: 10) {
            switch event {
            case .partial(let partial, _):
                let texts = partial.words.map(\.text)
                #expect(texts.starts(with: promised))
                promised = Array(texts.prefix(partial.stableCount))
                promises += promised.count
            case .final(let final, _):
                let texts = final.words.map(\.text)
                #expect(texts.starts(with: promised) || promised.starts(with: texts))
                promised = Array(promised.dropFirst(texts.count))
            }
        }
        #expect(promises > 20)
    }

    @Test("a segment is closed after trailing silence, in the frame the rule names")
    func endpoint() throws {
        var emissions = try Emissions()
        emissions.say("oonnee" + String(repeating: "-", count: 40) + "two")
        let rules = EndpointRules(silenceAfterSpeech: .milliseconds(800))
        let closed = emissions.events(DecoderOptions(endpoints: rules), chunk: 1).compactMap {
            event -> Int? in
            if case .final(_, let frame) = event { frame } else { nil }
        }
        #expect(closed == [6 + 20, emissions.frames.count])
    }

    @Test(
        "a voice without words keeps a segment open for as long as speech is waited for",
        arguments: [(pause: 40, segments: 1), (pause: 70, segments: 2)])
    func voice(pause: Int, segments: Int) throws {
        var emissions = try Emissions()
        emissions.say("oonnee_" + String(repeating: "-", count: pause) + "two")
        let options = DecoderOptions(endpoints: EndpointRules(silenceAfterSpeech: .milliseconds(800)))
        #expect(finals(emissions.events(options, chunk: 5)).count == 2)
        #expect(finals(emissions.events(options, chunk: 5) { _ in .zero }).count == segments)
    }

    @Test("words that nobody's voice says do not hold a segment open")
    func noise() throws {
        var emissions = try Emissions()
        emissions.say("oonnee_")
        for _ in 0..<20 { emissions.say("---hhaahh_") }
        let options = DecoderOptions(endpoints: EndpointRules(silenceAfterSpeech: .milliseconds(800)))
        let spoken = finals(emissions.events(options, chunk: 5) { _ in .zero })
        #expect(spoken.count == 1)
        let end = Duration.milliseconds(240)
        var closed: [Int] = []
        for case .final(let words, let frame) in emissions.events(
            options, chunk: 5, quiet: { max(.zero, $0 - end) })
        {
            if closed.isEmpty { #expect(words.words.first?.text == "one") }
            closed.append(frame)
        }
        // 2.4 s behind the voice, and behind the first word of every segment that follows.
        #expect(closed.count > 2)
        #expect(closed.first == 66)
    }

    @Test("silence without speech closes nothing that could be seen, and takes no memory")
    func silence() throws {
        var emissions = try Emissions()
        emissions.say(String(repeating: "-", count: 500) + "one")
        let all = finals(emissions.events(DecoderOptions(), chunk: 10))
        #expect(all.map { $0.words.map(\.text) } == [["one"]])
        #expect(all[0].words[0].time.start == .milliseconds(500 * 40))
    }

    @Test(
        "no word is lost or doubled at a seam, wherever it falls", arguments: searches,
        [600, 800, 1000, 1700, 3000])
    func seams(search: DecoderOptions.Search, length: Int) throws {
        var emissions = try Emissions()
        var said: [String] = []
        for turn in 0..<40 {
            let word = ["one", "two", "six", "zero"][turn % 4]
            emissions.say(word.map { "\($0)\($0)" }.joined() + "-_" + String(repeating: "-", count: turn % 5))
            said.append(word)
        }
        let rules = EndpointRules(
            silenceAfterSpeech: .milliseconds(200), maximumLength: .milliseconds(length))
        let options = DecoderOptions(search: search, endpoints: rules)
        let words = finals(emissions.events(options, chunk: 3)).flatMap(\.words)
        #expect(words.map(\.text) == said)
        #expect(zip(words, words.dropFirst()).allSatisfy { $0.time.end <= $1.time.start })
        #expect(words.allSatisfy { $0.time.duration > .zero })
    }

    @Test("with endpointing on and off the words of a noisy recording are the same", arguments: searches)
    func endpointingOnAndOff(search: DecoderOptions.Search) throws {
        let emissions = try Emissions.conversation()
        let on = DecoderOptions(
            search: search, endpoints: EndpointRules(silenceAfterSpeech: .milliseconds(600)))
        let off = DecoderOptions(search: search, endpoints: .never)
        let words = finals(emissions.events(on, chunk: 10)).flatMap(\.words).map(\.text)
        #expect(words == finals(emissions.events(off, chunk: 10)).flatMap(\.words).map(\.text))
        #expect(
            finals(emissions.events(on, chunk: 10)).count > finals(emissions.events(off, chunk: 10)).count)
    }

    @Test("a letter sounding across a seam is not heard twice")
    func soundingAcrossSeam() throws {
        var emissions = try Emissions()
        emissions.say("s" + String(repeating: "o", count: 60))
        let rules = EndpointRules(maximumLength: .milliseconds(1000))
        let words = finals(emissions.events(DecoderOptions(endpoints: rules), chunk: 1)).flatMap(\.words)
        #expect(words.map(\.text).joined() == "so")
    }

    @Test("a copy of a stream goes its own way")
    func value() throws {
        var emissions = try Emissions()
        emissions.say("one_two")
        var stream = Decoder(tokenizer: emissions.tokenizer, timing: timing).makeStream()
        _ = stream.accept(emissions.chunk(0..<3))
        var copy = stream
        _ = copy.accept(emissions.chunk(3..<7))
        #expect(finals(copy.finish()).flatMap(\.words).map(\.text) == ["one", "two"])
        #expect(finals(stream.finish()).flatMap(\.words).map(\.text) == ["one"])
    }
}
