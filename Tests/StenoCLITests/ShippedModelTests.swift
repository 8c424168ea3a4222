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

    private struct Report: Decodable {
        let utterances: Int
        let utteranceErrorRate: Double
        let streamingDiffers: Int

        enum CodingKeys: String, CodingKey {
            case utterances
            case utteranceErrorRate = "utterance_error_rate"
            case streamingDiffers = "streaming_differs"
        }
    }
}
