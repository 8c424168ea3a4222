import Foundation
import Testing

@Suite("Usage")
struct UsageTests {
    @Test("--version prints a version and --help every subcommand")
    func help() throws {
        let version = try Program.run(["--version"])
        #expect(version.status == 0)
        #expect(version.output.split(separator: ".").count == 3)
        let help = try Program.run(["--help"])
        for name in [
            "transcribe", "stream", "speakers", "prepare", "train", "evaluate", "model", "align", "lm",
        ] {
            #expect(help.output.contains("  \(name) "), "--help does not list \(name)")
        }
    }

    @Test(
        "wrong usage is answered with status 64",
        arguments: [
            ["nonsense"], ["transcribe"], ["transcribe", "--format", "pdf", "a.wav"],
            ["transcribe", "--format", "srt", "--format", "vtt", "a.wav"],
            ["transcribe", "--threads", "0", "a.wav"],
            ["stream", "--channels", "separate"], ["train", "recipe.json"],
        ])
    func wrongUsage(arguments: [String]) throws {
        let outcome = try Program.run(arguments)
        #expect(outcome.status == 64)
        #expect(!outcome.errors.isEmpty)
        #expect(outcome.output.isEmpty)
    }

    @Test("a model that does not exist is an error that lists those that do")
    func unknownModel() throws {
        let outcome = try Program.run(["transcribe", "--model", "nobody", Sample.audio.path])
        #expect(outcome.status == 1)
        #expect(outcome.errors.hasPrefix("steno: there is no model \"nobody\""))
        #expect(outcome.errors.contains("digits"))
    }
}
