import Foundation
import StenoDecoding
import StenoTensor
import StenoText
import StenoTranscript
import Testing

private let timing = FrameTiming(frameDuration: .milliseconds(40))

@Suite("Text aligner")
struct TextAlignerTests {
    @Test("every word of the text gets the time at which it is spoken, and one that was not is doubted")
    func words() throws {
        var emissions = try Emissions()
        emissions.say("--oonne-__-t-wwoo---")
        let aligner = TextAligner(tokenizer: emissions.tokenizer, timing: timing)
        let words = try aligner.align("one two", to: emissions.tensor)
        #expect(words.map(\.text) == ["one", "two"])
        #expect(words.map(\.time.start) == [.milliseconds(80), .milliseconds(440)])
        #expect(words.map(\.time.end) == [.milliseconds(280), .milliseconds(680)])
        #expect(words.allSatisfy { ($0.confidence ?? 0) > 0.85 })
        let wrong = try aligner.align("one six", to: emissions.tensor)
        #expect((wrong[0].confidence ?? 0) > 0.85)
        #expect((wrong[1].confidence ?? 1) < 0.1)
    }

    /// The best path loses less than 500 nats at sharpness 3, and some thousand at 60.
    @Test(
        "cutting a lattice in halves and leaving out lost states gives the same path as keeping all",
        arguments: [1, 20, 300, 2000], [Float(3), 60])
    func halves(cells: Int, sharpness: Float) throws {
        var emissions = try Emissions(letters: "abc")
        emissions.hiss(frames: 150, seed: 8, sharpness: sharpness)
        let values = emissions.frames.flatMap { $0 }
        let labels = (0..<40).map { 2 + ($0 * $0) % 3 }
        let whole = ForcedPath(
            labels: labels, emissions: values, vocabularySize: emissions.size, atOnce: .max)
        let cut = ForcedPath(
            labels: labels, emissions: values, vocabularySize: emissions.size, atOnce: cells)
        #expect(whole != nil)
        #expect(whole == cut)
    }

    @Test("a text that does not fit or cannot be written is refused")
    func refused() throws {
        var emissions = try Emissions()
        emissions.say("one")
        let aligner = TextAligner(tokenizer: emissions.tokenizer, timing: timing)
        #expect(throws: AlignmentError.tooShort(frames: 3, labels: 7)) {
            try aligner.align("one two", to: emissions.tensor)
        }
        #expect(throws: AlignmentError.self) { try aligner.align("ONE", to: emissions.tensor) }
        #expect(try aligner.align("", to: emissions.tensor).isEmpty)
    }
}
