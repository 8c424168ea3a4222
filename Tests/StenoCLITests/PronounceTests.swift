import Foundation
import StenoTestSupport
import Testing

@Suite("steno model pronounce")
struct PronounceTests {
    @Test("a model that says no phonemes is refused by name")
    func letters() throws {
        let outcome = try Program.run(["model", "pronounce", "seven"])
        #expect(outcome.status == 1)
        #expect(
            outcome.errors.contains("digits") && outcome.errors.contains("no phonemes"), "\(outcome.errors)")
    }

    @Test("the words of a dictionary sound as it says, and others as they are guessed to")
    func english() throws {
        let outcome = try Program.run(["model", "pronounce", "--model", "english", "read", "zworykin"])
        try #require(outcome.status == 0, "\(outcome.errors)")
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.contains("read R EH D") && lines.contains("read R IY D"))
        #expect(lines.contains { $0.hasPrefix("zworykin Z W") }, "\(outcome.output)")
    }
}
