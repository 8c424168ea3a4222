import StenoDecoding
import Testing

@Suite("Forced path")
struct ForcedPathTests {
    private func align(_ text: String, to emissions: Emissions) -> [Range<Int>]? {
        ForcedPath(
            labels: text.map { emissions.label($0) }, emissions: emissions.frames.flatMap { $0 },
            vocabularySize: emissions.size)?.frames
    }

    @Test("every label gets the frames in which it sounds")
    func frames() throws {
        var emissions = try Emissions()
        emissions.say("-ooonn-e--")
        #expect(align("one", to: emissions) == [1..<4, 4..<6, 7..<8])
    }

    @Test("equal labels in a row need a blank between them")
    func doubled() throws {
        var emissions = try Emissions()
        emissions.say("hel-lo")
        #expect(align("hello", to: emissions) == [0..<1, 1..<2, 2..<3, 4..<5, 5..<6])
        var short = try Emissions()
        short.say("hello")
        #expect(align("hello", to: short) == nil)
    }

    @Test("a text longer than the frames has no path; no text has one of blanks")
    func limits() throws {
        var emissions = try Emissions()
        emissions.say("one")
        #expect(align("ones", to: emissions) == nil)
        #expect(align("", to: emissions) == [])
    }
}
