import Foundation
import StenoSpeakers
import StenoTestSupport
import StenoTranscript
import Testing

@Suite("steno model join")
struct JoinTests {
    private let folder: TemporaryFolder
    private let speaker = Program.root.appending(path: "models/digits/speaker").path

    init() throws {
        folder = try TemporaryFolder()
        let manifest = try Sample.manifest { "\"speaker\": \"\($0.speaker?.rawValue ?? "")\"" }
        try Data(manifest.utf8).write(to: folder.file("voices.jsonl"))
    }

    private func join(_ models: [String], to output: String) throws -> Program.Outcome {
        try Program.run(
            ["model", "join"] + models
                + ["--on", folder.file("voices.jsonl").path, "--output", folder.file(output).path])
    }

    @Test("a model joined with itself hears what it heard, and finds speech as it did")
    func twice() throws {
        let outcome = try join([speaker, speaker], to: "twice")
        try #require(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("dev EER"))
        let alone = try SpeakerEmbedder(at: URL(filePath: speaker))
        let joined = try SpeakerEmbedder(at: folder.file("twice"))
        #expect(joined.configuration.members == 2 * alone.configuration.members)
        #expect(joined.activity != nil)
    }

    @Test("a folder that exists is left alone, and one without a model is named")
    func refusals() throws {
        let taken = try join([speaker], to: "")
        #expect(taken.status == 64 && taken.errors.contains("exists already"))
        let missing = try join([speaker, folder.file("nothing").path], to: "new")
        #expect(missing.status == 1 && missing.errors.contains("nothing"))
        #expect(!FileManager.default.fileExists(atPath: folder.file("new").path))
    }
}
