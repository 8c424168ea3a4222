import Foundation
import StenoTestSupport
import StenoTranscript
import Testing

@Suite("steno diarize")
struct DiarizeTests {
    private func turns(_ arguments: String...) throws -> [SpeakerTurn] {
        let outcome = try Program.run(["diarize", "--format", "rttm"] + arguments)
        try #require(outcome.status == 0, "\(outcome.errors)")
        return try RTTMRecord.records(reading: outcome.output).compactMap(\.turn)
    }

    /// Writes the true turns of the sample.
    private func truth(to file: URL) throws {
        let records = try Transcript(contentsOf: Sample.truth, as: .stm).turns.map {
            RTTMRecord(recording: "conversation", time: $0.time, speaker: $0.speaker)
        }
        try Data(records.map { $0.line + "\n" }.joined().utf8).write(to: file)
    }

    @Test(
        "two people speak in the sample, as a stream and with all of it in view",
        arguments: [nil, "0.5", "5"])
    func sample(latency: String?) throws {
        let outcome = try Program.run(
            ["diarize", Sample.audio.path] + (latency.map { ["--latency", $0] } ?? []))
        #expect(outcome.status == 0)
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.allSatisfy { $0.wholeMatch(of: /\d:\d\d\.\d to \d:\d\d\.\d  Speaker [12]/) != nil })
        #expect(Set(lines.compactMap(\.last)) == ["1", "2"])
    }

    @Test("turns are in order, and standard input is an input like the others")
    func order() throws {
        let turns = try turns(Sample.audio.path)
        #expect(zip(turns, turns.dropFirst()).allSatisfy { $0.time.end <= $1.time.start })
        let outcome = try Program.run(
            ["diarize", "--format", "rttm", "-"], input: Data(contentsOf: Sample.audio))
        #expect(try RTTMRecord.records(reading: outcome.output).compactMap(\.turn) == turns)
        #expect(outcome.output.hasPrefix("SPEAKER stdin 1 "))
    }

    @Test("several inputs come in the order they were given, and a bad one is named")
    func several() throws {
        let outcome = try Program.run(
            ["diarize", Sample.audio.path, "missing.wav", Sample.audio.path])
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("missing.wav"))
        let headings = outcome.output.split(separator: "\n").filter { $0.hasSuffix(".flac") }
        #expect(headings.count == 2)
    }

    @Test("figures are those of the turns, with what scores them said")
    func figures() throws {
        let folder = try TemporaryFolder()
        let reference = folder.file("ref.rttm")
        try truth(to: reference)
        let outcome = try Program.run(
            ["diarize", "--reference", reference.path, "--collar", "0.25", Sample.audio.path])
        #expect(outcome.status == 0, "\(outcome.errors)")
        let rates = outcome.output.matches(of: /DER ([\d.]+) %/).compactMap { Double($0.output.1) }
        #expect(rates.count == 3)
        #expect(rates[0] < 15 && rates[1] > 30 && rates[2] < 5, "\(outcome.output)")
        #expect(outcome.output.contains("collar 0.25 s on each side, overlap scored"))
    }

    @Test("figures of the inputs that can be heard are given, and the exit status says that one could not")
    func partialFigures() throws {
        let folder = try TemporaryFolder()
        let reference = folder.file("ref.rttm")
        try truth(to: reference)
        let outcome = try Program.run(
            ["diarize", "--reference", reference.path, Sample.audio.path, "missing.wav"])
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("missing.wav") && outcome.errors.contains("1 of 2 inputs failed"))
        #expect(outcome.output.contains("1 recordings"))
    }

    @Test("a recording that the reference does not know is named")
    func unknownRecording() throws {
        let folder = try TemporaryFolder()
        let reference = folder.file("ref.rttm")
        try Data("SPEAKER other 1 0.000 1.000 <NA> <NA> a <NA> <NA>\n".utf8).write(to: reference)
        let outcome = try Program.run(["diarize", "--reference", reference.path, Sample.audio.path])
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("conversation: the reference has no line about it"))
    }

    @Test(
        "options that mean nothing are wrong usage",
        arguments: [
            ["--latency", "0.2"], ["--collar", "0.25"], ["--speaker-count", "0"], ["--channels", "separate"],
        ])
    func usage(options: [String]) throws {
        #expect(try Program.run(["diarize"] + options + [Sample.audio.path]).status == 64)
    }
}
