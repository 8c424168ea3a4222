import Foundation
import StenoTestSupport
import Testing

@Suite("The model that ships, on recordings of real people")
struct ShippedModelTests {
    private static let digits = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    ]
    private static let speakers = ["george", "jackson", "lucas", "nicolas", "theo", "yweweler"]

    // One recording of every digit and speaker, of the dataset's test part. Of all 300 one is misread (models/digits);
    // three of sixty leave room for another build of the same model and none for a broken chain.
    @Test(
        "of sixty digits at most three are misread, and none differently as a stream",
        .enabled(if: SharedData.has("fsdd"), "needs ../shared/data/fsdd"))
    func isolatedDigits() throws {
        let folder = try TemporaryFolder()
        let recordings = SharedData.corpus("fsdd/recordings").path
        // None lasts 3 s: each is read whole.
        let lines = Self.speakers.flatMap { speaker in
            Self.digits.enumerated().map { digit, word in
                #"{"audio_filepath":"\#(recordings)/\#(digit)_\#(speaker)_0.wav","text":"\#(word)","duration":3}"#
            }
        }
        let manifest = folder.file("digits.jsonl")
        try Data(lines.joined(separator: "\n").utf8).write(to: manifest)
        let outcome = try Program.run(["evaluate", "--streaming", "--format", "json", manifest.path])
        try #require(outcome.status == 0, "\(outcome.errors)")
        let report = try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8))
        #expect(report.utterances == 60)
        #expect(report.utteranceErrorRate * 60 <= 3)
        #expect(report.streamingDiffers == 0)
    }

    // Eight utterances of a speaker who was not trained on; of all such speech 34 % of the words are wrong.
    @Test(
        "of read English more than half of the words are right, and none differs as a stream",
        .enabled(if: SharedData.has("mini_librispeech"), "needs ../shared/data/mini_librispeech"))
    func readEnglish() throws {
        let folder = try TemporaryFolder()
        let chapter = SharedData.corpus("mini_librispeech/train-clean-5/1898/145715")
        let texts = try String(contentsOf: chapter.appending(path: "1898-145715.trans.txt"), encoding: .utf8)
        // None lasts 60 s: each is read whole.
        let lines = texts.split(separator: "\n").prefix(8).map { line in
            let parts = line.split(separator: " ", maxSplits: 1)
            let audio = chapter.appending(path: "\(parts[0]).opus").path
            return #"{"audio_filepath":"\#(audio)","text":"\#(parts[1].lowercased())","duration":60}"#
        }
        let manifest = try folder.file("english.jsonl", holding: lines.joined(separator: "\n"))
        let outcome = try Program.run([
            "evaluate", "--model", "english", "--no-speakers", "--streaming", "--format", "json",
            manifest.path,
        ])
        try #require(outcome.status == 0, "\(outcome.errors)")
        let report = try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8))
        #expect(report.utterances == 8)
        #expect(report.wer < 0.5)
        #expect(report.streamingDiffers == 0)
    }

    private struct Report: Decodable {
        let wer: Double
        let utterances: Int
        let utteranceErrorRate: Double
        let streamingDiffers: Int

        enum CodingKeys: String, CodingKey {
            case wer, utterances
            case utteranceErrorRate = "utterance_error_rate"
            case streamingDiffers = "streaming_differs"
        }
    }
}
