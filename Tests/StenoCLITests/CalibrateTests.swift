import Foundation
import StenoTestSupport
import StenoTranscript
import Testing

@Suite("steno model calibrate, steno evaluate --cross-fit")
struct CalibrateTests {
    private let folder: TemporaryFolder
    private let manifest: String

    /// The sample's turns as utterances of two speakers.
    init() throws {
        folder = try TemporaryFolder()
        let lines = try Sample.manifest { "\"speaker\": \"\($0.speaker?.rawValue ?? "")\"" }
        manifest = try folder.file("turns.jsonl", holding: lines).path
    }

    private func languageModel() throws -> String {
        let model = folder.file("digits.bin").path
        let text = try folder.file(
            "digits.txt", holding: "one two three\nfour five six\nseven eight nine zero\n")
        let outcome = try Program.run(["lm", "build", "--text", text.path, "--order", "2", "--output", model])
        try #require(outcome.status == 0, "\(outcome.errors)")
        return model
    }

    private struct Configuration: Decodable, Equatable {
        struct Scale: Decodable, Equatable {
            let weight: Double
        }

        let wordTimes: [String: Double]
        let confidence: [String: Double]?
        let languageModel: Scale?

        enum CodingKeys: String, CodingKey {
            case confidence
            case wordTimes = "word_times"
            case languageModel = "language_model"
        }
    }

    private func configuration(of bundle: URL) throws -> Configuration {
        try JSONDecoder().decode(
            Configuration.self, from: Data(contentsOf: bundle.appending(path: "decoder_config.json")))
    }

    @Test("without true times confidence and the language model are fitted, and word times stay")
    func calibrates() throws {
        let bundle = folder.file("bundle")
        try FileManager.default.copyItem(at: Program.root.appending(path: "models/digits"), to: bundle)
        let before = try configuration(of: bundle)
        #expect(before.languageModel == nil)
        let outcome = try Program.run([
            "model", "calibrate", bundle.path, manifest, "--lm", try languageModel(),
        ])
        try #require(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("language model weighs"), "\(outcome.output)")
        let after = try configuration(of: bundle)
        #expect(after.wordTimes == before.wordTimes)
        #expect(after.confidence != before.confidence)
        #expect(try #require(after.languageModel).weight > 0)
    }

    @Test("each half of the speakers is judged by what was fitted to the other")
    func crossFit() throws {
        let outcome = try Program.run([
            "evaluate", "--no-speakers", manifest, "--lm", try languageModel(), "--cross-fit",
        ])
        try #require(outcome.status == 0, "\(outcome.errors)")
        let fits = outcome.errors.split(separator: "\n").filter { $0.contains("language model weighs") }
        #expect(fits.count == 2, "\(outcome.errors)")
        #expect(outcome.output.contains("confidence: expected calibration error "), "\(outcome.output)")
    }

    @Test("where words are only listed, the bonus of a word is fitted, and nothing else of a language model")
    func crossFitOfLexicon() throws {
        let outcome = try Program.run([
            "evaluate", "--no-speakers", manifest, "--lm", "none", "--cross-fit",
        ])
        try #require(outcome.status == 0, "\(outcome.errors)")
        let fits = outcome.errors.split(separator: "\n").filter { $0.contains("; a word adds ") }
        #expect(fits.count == 2, "\(outcome.errors)")
    }

    @Test("speakers that nobody names cannot be halved")
    func noSpeakers() throws {
        let text = try String(contentsOfFile: manifest, encoding: .utf8).replacing(
            "\"speaker\"", with: "\"who\"")
        let nobody = try folder.file("nobody.jsonl", holding: text)
        let outcome = try Program.run(["evaluate", nobody.path, "--cross-fit"])
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains("two speakers"), "\(outcome.errors)")
    }
}
