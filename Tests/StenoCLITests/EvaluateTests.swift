import Foundation
import StenoMetrics
import StenoTestSupport
import StenoTranscript
import Testing

@Suite("steno evaluate")
struct EvaluateTests {
    private let folder: TemporaryFolder
    private let manifest: String

    /// The sample's turns as utterances.
    init() throws {
        folder = try TemporaryFolder()
        let lines = try Sample.manifest { turn in
            "\"words\": \(turn.words.count), \"accent\": \"\(turn.speaker?.rawValue ?? "")\""
        }
        manifest = try folder.file("turns.jsonl", holding: lines).path
    }

    private func steno(_ arguments: String...) throws -> String {
        let outcome = try Program.run(["evaluate", "--no-speakers", manifest] + arguments)
        try #require(outcome.status == 0, "\(outcome.errors)")
        return outcome.output
    }

    @Test("a run is compared with another by a paired test, and with itself nothing differs")
    func comparison() throws {
        let plain = folder.file("plain.trn")
        try Data(steno("--format", "trn").utf8).write(to: plain)
        let same = try steno("--compare", plain.path)
        #expect(same.contains("against \(plain.path)"))
        #expect(same.contains("+0.00 points [+0.00, +0.00]") && same.contains("p = 1 "), "\(same)")
        #expect(same.contains("fewer than 30 utterances"))
        let worse = try steno(
            "--lexicon", folder.file("one.txt", holding: "one\n").path, "--compare", plain.path,
            "--format", "json")
        let json = try #require(JSONSerialization.jsonObject(with: Data(worse.utf8)) as? [String: Any])
        let comparison = try #require(json["comparison"] as? [String: Any])
        #expect(try #require(comparison["difference"] as? Double) > 0.5)
        #expect(try #require(comparison["p_value"] as? Double) < 0.05)
    }

    @Test("a run over other utterances is refused by name")
    func otherUtterances() throws {
        let other = try folder.file("other.trn", holding: "one two (somebody-else)\n")
        let outcome = try Program.run(["evaluate", manifest, "--compare", other.path])
        #expect(outcome.status == 1)
        #expect(
            outcome.errors.contains("other.trn") && outcome.errors.contains("turn-0"), "\(outcome.errors)")
        #expect(
            try Program.run(["evaluate", manifest, "--compare", "a.trn", "--format", "trn"]).status == 64)
    }

    @Test("the page shows the printed figures, how far confidence can be believed, and the worst utterances")
    func page() throws {
        let file = folder.file("page.html")
        let printed = try steno("--report", file.path)
        let page = try String(contentsOf: file, encoding: .utf8)
        for line in printed.split(separator: "\n") where !line.contains("real-time") {
            #expect(page.contains(line), "\(line)")
        }
        #expect(page.contains("aria-label=\"how often words are right by confidence\""))
        #expect(page.contains("<h2>The worst utterances</h2>"))
    }

    @Test("the page shows who spoke when, where a CTM of true words knows it")
    func timeline() throws {
        let turns = try Transcript(contentsOf: Sample.truth, as: .stm).segments
        let records = turns.flatMap { turn in
            turn.words.map { CTMRecord(recording: "whole", word: Word($0, in: turn)) }
        }
        _ = try folder.file("whole.ctm", holding: records.map { $0.line + "\n" }.joined())
        let whole = try folder.file(
            "whole.jsonl",
            holding: "{\"id\": \"whole\", \"audio_filepath\": \"\(Sample.audio.path)\", \"duration\": 20, "
                + "\"text\": \"\(turns.map(\.text).joined(separator: " "))\"}\n")
        let outcome = try Program.run(["evaluate", whole.path, "--report", folder.file("page.html").path])
        try #require(outcome.status == 0, "\(outcome.errors)")
        let page = try String(contentsOf: folder.file("page.html"), encoding: .utf8)
        #expect(page.contains("whole: who spoke when"))
        for speaker in Set(turns.compactMap(\.speaker?.rawValue)) + ["Speaker 1"] {
            #expect(page.contains("<title>\(speaker)</title>"), "\(speaker)")
        }
        // Six turns of more than a second, given to the two voices that were found.
        #expect(page.contains("<h2>Map of voices</h2>"))
        let dots = page.matches(of: /<title>(.+), called (Speaker [12]), whole at [0-9.]+ s<\/title>/)
        #expect(dots.count == 6)
        #expect(page.contains(/→ \d+ % of the variance, ↑ \d+ %/))
        for name in ["Speaker 1", "Speaker 2"] {
            #expect(page.contains("text-anchor=\"middle\">\(name)</text>"))
        }
    }

    @Test("sclite's files hold what was said and what was heard, utterance by utterance")
    func trn() throws {
        let printed = try steno("--trn-dir", folder.file("trn").path, "--format", "trn")
        let heard = try String(contentsOf: folder.file("trn/hyp.trn"), encoding: .utf8)
        #expect(heard == printed)
        let said = try TrnRecord.records(
            reading: String(contentsOf: folder.file("trn/ref.trn"), encoding: .utf8))
        #expect(said.map(\.id) == (0..<6).map { "the_turn-\($0)" })
        #expect(said[0].words == ["three", "one", "four"])
    }

    private struct Report: Decodable {
        let utterances: Int
        let streamingDiffers: Int?
        let streamingDiffering: [String]?

        enum CodingKeys: String, CodingKey {
            case utterances
            case streamingDiffers = "streaming_differs"
            case streamingDiffering = "streaming_differing"
        }
    }

    @Test("--streaming says in how many utterances the stream's text is not the file's, and in which")
    func streamingDiffers() throws {
        #expect(try steno("--streaming").contains("stream and file: different text in 0 of 6 utterances\n"))
        let json = try steno("--streaming", "--format", "json")
        let report = try JSONDecoder().decode(Report.self, from: Data(json.utf8))
        #expect(report.utterances == 6)
        #expect(report.streamingDiffers == 0 && report.streamingDiffering == [])
    }

    @Test("without --streaming nothing is said of streams")
    func files() throws {
        #expect(try !steno().contains("stream"))
        let report = try JSONDecoder().decode(Report.self, from: Data(steno("--format", "json").utf8))
        #expect(report.streamingDiffers == nil && report.streamingDiffering == nil)
    }

    @Test("any field of the manifest makes groups", arguments: ["accent", "words"])
    func groups(field: String) throws {
        let lines = try steno("--group", field).split(separator: "\n")
        let names = lines.dropFirst().prefix { $0.contains(": WER ") }.map { $0.prefix { $0 != ":" } }
        #expect(names == (field == "accent" ? ["en-gb+f4", "rms"] : ["3", "4"]), "\(names)")
    }
}

extension Word {
    /// A word as its turn has it: STM knows the speaker and the time of whole turns alone.
    fileprivate init(_ word: Word, in turn: Segment) {
        self.init(text: word.text, time: turn.time, speaker: turn.speaker)
    }
}
