import Foundation
import StenoAudio
import StenoTestSupport
import StenoTranscript
import Testing

@Suite("steno align")
struct AlignTests {
    private let truth: Transcript
    private let folder: TemporaryFolder

    init() throws {
        truth = try Transcript(contentsOf: Sample.truth, as: .stm)
        folder = try TemporaryFolder()
        let lines = truth.segments.map { $0.text.capitalized + ".\n" }
        try Data(lines.joined().utf8).write(to: folder.file("text.txt"))
    }

    private func aligned(_ arguments: [String], input: Data = Data(), as format: TranscriptFormat) throws
        -> Transcript
    {
        let outcome = try Program.run(["align", "--format", format.rawValue] + arguments, input: input)
        try #require(outcome.status == 0, "\(outcome.errors)")
        return try Transcript(reading: outcome.output, as: format)
    }

    @Test("each line becomes a segment as it is written, with times near the truth")
    func times() throws {
        let transcript = try aligned([Sample.audio.path, folder.file("text.txt").path], as: .json)
        #expect(transcript.segments.map(\.text) == truth.segments.map { $0.text.capitalized + "." })
        for (segment, turn) in zip(transcript.segments, truth.segments) {
            // A word's edges fade: three 20 ms frames, and the half of a pause that may be either's.
            #expect(abs((segment.time.start - turn.time.start) / .seconds(1)) < 0.25, "\(segment.text)")
            #expect(abs((segment.time.end - turn.time.end) / .seconds(1)) < 0.25, "\(segment.text)")
        }
        #expect(transcript.words.allSatisfy { $0.confidence != nil })
    }

    @Test(
        "the forms editors and phoneticians want hold the same words",
        arguments: [TranscriptFormat.textgrid, .ctm, .srt])
    func formats(format: TranscriptFormat) throws {
        let expected = try aligned([Sample.audio.path, folder.file("text.txt").path], as: .json)
        let transcript = try aligned([Sample.audio.path, folder.file("text.txt").path], as: format)
        #expect(transcript.text == expected.text)
    }

    @Test("the text may come from standard input, and files are named after the recording")
    func standardInput() throws {
        let text = try Data(contentsOf: folder.file("text.txt"))
        let outcome = try Program.run(
            [
                "align", Sample.audio.path, "-", "--output-dir", folder.file("out").path, "--format",
                "textgrid",
            ],
            input: text)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.file("out").path)
        #expect(names == ["conversation.TextGrid"])
    }

    @Test("words the model cannot say are named with their lines; a text that is too long is refused")
    func refusals() throws {
        try Data("three one four\ntwo hello\nBoy 4\n".utf8).write(to: folder.file("wrong.txt"))
        let wrong = try Program.run(["align", Sample.audio.path, folder.file("wrong.txt").path])
        #expect(wrong.status == 1)
        #expect(wrong.output.isEmpty)
        for part in ["wrong.txt", "\"hello\" (line 2)", "\"Boy\" (line 3)", "\"4\" (line 3)"] {
            #expect(wrong.errors.contains(part), "\(wrong.errors)")
        }
        try Data(String(repeating: "seven ", count: 1_000).utf8).write(to: folder.file("long.txt"))
        let long = try Program.run(["align", Sample.audio.path, folder.file("long.txt").path])
        #expect(long.status == 1)
        #expect(long.errors.contains("is this the recording's text?"))
        let empty = try Program.run(["align", Sample.audio.path, "-"], input: Data("\n – \n".utf8))
        #expect(empty.status == 1)
        #expect(empty.errors.contains("no words"))
        #expect(try Program.run(["align", "-", "-"]).status == 64)
        #expect(try Program.run(["align", Sample.audio.path]).status == 64)
    }

    @Test("the utterances of a manifest are aligned with their transcripts, each by its id")
    func manifest() throws {
        let lines = truth.segments.enumerated().map { index, turn in
            let (start, length) = (turn.time.start / .seconds(1), turn.time.duration / .seconds(1))
            return
                "{\"id\": \"turn-\(index)\", \"audio_filepath\": \"\(Sample.audio.path)\", \"offset\": \(start), "
                + "\"duration\": \(length), \"text\": \"\(turn.text)\"}\n"
        }
        try Data(lines.joined().utf8).write(to: folder.file("turns.jsonl"))
        let outcome = try Program.run(["align", "--manifest", folder.file("turns.jsonl").path])
        #expect(outcome.status == 0, "\(outcome.errors)")
        let records = try CTMRecord.records(reading: outcome.output)
        #expect(records.map(\.word.text) == truth.words.map(\.text))
        #expect(Set(records.map(\.recording)) == Set(truth.segments.indices.map { "turn-\($0)" }))
        #expect(records.allSatisfy { $0.word.time.end < .seconds(3) })
    }
}
