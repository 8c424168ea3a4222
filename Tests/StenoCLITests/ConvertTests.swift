import Foundation
import StenoTestSupport
import StenoTranscript
import Testing

@Suite("steno model convert")
struct ConvertTests {
    private func words(heardBy model: String) throws -> [String] {
        let outcome = try Program.run([
            "transcribe", "--model", model, "--no-speakers", "--format", "json", Sample.audio.path,
        ])
        try #require(outcome.status == 0, "\(outcome.errors)")
        return try Transcript(reading: outcome.output, as: .json).words.map(\.text)
    }

    private func size(of bundle: URL) throws -> Int {
        let file = bundle.appending(path: "model.safetensors")
        return try FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int ?? 0
    }

    @Test("the digits model in eight bits is a third as large and reads the sample as it did")
    func eightBits() throws {
        let folder = try TemporaryFolder(), bundle = folder.file("digits-int8")
        let shipped = Program.root.appending(path: "models/digits")
        let outcome = try Program.run(["model", "convert", shipped.path, bundle.path, "--weights", "int8"])
        try #require(outcome.status == 0, "\(outcome.errors)")
        #expect(try 3 * size(of: bundle) < size(of: shipped))
        #expect(try words(heardBy: bundle.path) == words(heardBy: shipped.path))
        #expect(try Program.run(["model", "info", bundle.path]).output.contains("weights         int8"))
        for file in ["lexicon.txt", "decoder_config.json", "speaker/config.json"] {
            #expect(FileManager.default.fileExists(atPath: bundle.appending(path: file).path), "\(file)")
        }
    }

    @Test("a folder that exists is left alone")
    func exists() throws {
        let folder = try TemporaryFolder()
        let outcome = try Program.run(["model", "convert", "digits", folder.url.path, "--weights", "int8"])
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains("exists already"))
    }
}
