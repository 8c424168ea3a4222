import Foundation
import StenoAudio
import StenoMetrics
import StenoTestSupport
import StenoTranscript
import Testing

@Suite("steno transcribe")
struct TranscribeTests {
    private func transcript(_ arguments: [String], format: TranscriptFormat = .json) throws -> Transcript {
        let outcome = try Program.run(["transcribe", "--format", format.rawValue] + arguments)
        try #require(outcome.status == 0, "\(outcome.errors)")
        return try Transcript(reading: outcome.output, as: format)
    }

    @Test("every word of the sample is read, and given to the voice that says it")
    func sample() throws {
        let truth = try Transcript(contentsOf: Sample.truth, as: .stm)
        let transcript = try transcript([Sample.audio.path])
        #expect(transcript.words.map(\.text) == truth.words.map(\.text))
        let speakers = truth.segments.flatMap { segment in segment.words.map { _ in segment.speaker } }
        let order = speakers.reduce(into: [SpeakerID?]()) { if !$0.contains($1) { $0.append($1) } }
        let numbers = speakers.map { speaker in order.firstIndex(of: speaker).map { "Speaker \($0 + 1)" } }
        #expect(transcript.words.map { $0.speaker?.rawValue } == numbers)
    }

    @Test("every word lies within the recording, in order, and within the speech")
    func times() throws {
        let truth = try Transcript(contentsOf: Sample.truth, as: .stm)
        let transcript = try transcript([Sample.audio.path])
        #expect(
            zip(transcript.words, transcript.words.dropFirst()).allSatisfy { $0.time.start <= $1.time.start })
        #expect(transcript.words.allSatisfy { $0.time.end <= transcript.duration })
        let speech = truth.segments[0].time.union(truth.segments[truth.segments.count - 1].time)
        for word in transcript.words {
            #expect(word.time.start > speech.start - .milliseconds(250))
            #expect(word.time.end < speech.end + .milliseconds(250))
        }
    }

    @Test(
        "every format is read back by its strict reader with the same words",
        arguments: [TranscriptFormat.text, .json, .jsonl, .srt, .vtt, .ctm, .stm, .textgrid])
    func formats(format: TranscriptFormat) throws {
        let expected = try transcript([Sample.audio.path]).text
        #expect(try transcript([Sample.audio.path], format: format).text == expected)
    }

    @Test("RTTM has the turns of those who speak")
    func turns() throws {
        #expect(try !transcript([Sample.audio.path], format: .rttm).turns.isEmpty)
    }

    @Test("several formats are written as files named after the input")
    func files() throws {
        let folder = try TemporaryFolder()
        let outcome = try Program.run([
            "transcribe", "--format", "srt", "--format", "json", "--output-dir", folder.file("out").path,
            Sample.audio.path,
        ])
        #expect(outcome.status == 0)
        #expect(outcome.output.isEmpty)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.file("out").path).sorted()
        #expect(names == ["conversation.json", "conversation.srt"])
    }

    @Test("vtt marks when words begin, where that is asked for")
    func highlighted() throws {
        func text(_ arguments: String...) throws -> String {
            try Program.run(["transcribe", "--format", "vtt", Sample.audio.path] + arguments).output
        }
        #expect(try text("--highlight-words").contains(/three <00:00:01\.\d{3}>one/))
        #expect(try text().contains("three one four"))
    }

    @Test("standard input is an input like the others")
    func standardInput() throws {
        let outcome = try Program.run(["transcribe", "-"], input: Data(contentsOf: Sample.audio))
        #expect(outcome.status == 0)
        #expect(outcome.output == (try Program.run(["transcribe", Sample.audio.path])).output)
    }

    @Test("each bad input is named in one line and the others are done")
    func badInputs() throws {
        let folder = try TemporaryFolder()
        try Data("this is text".utf8).write(to: folder.file("text.wav"))
        try Data().write(to: folder.file("empty.wav"))
        let missing = folder.file("missing.wav").path
        let bad = [missing, folder.file("text.wav").path, folder.file("empty.wav").path, folder.url.path]
        let outcome = try Program.run(["transcribe"] + bad + [Sample.audio.path])
        #expect(outcome.status == 1)
        let lines = outcome.errors.split(separator: "\n")
        #expect(lines.count == bad.count + 1, "\(outcome.errors)")
        for path in bad { #expect(lines.contains { $0.contains(URL(filePath: path).lastPathComponent) }) }
        #expect(lines.last == "steno: 4 of 5 inputs failed.")
        #expect(outcome.output == (try Program.run(["transcribe", Sample.audio.path])).output)
    }

    @Test(
        "transcripts come in the order of the inputs, however many threads are at them",
        arguments: ["1", "2", "5"])
    func order(threads: String) throws {
        let folder = try TemporaryFolder()
        let short = folder.file("short.wav")
        try AudioBuffer(samples: Signal.noise(seconds: 0.5, amplitude: 0.0005, seed: 1), sampleRate: .speech)
            .write(to: short)
        let long = Sample.audio.path
        let outcome = try Program.run(
            ["transcribe", "--format", "jsonl", "--threads", threads, long, short.path, "missing.wav", long])
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("1 of 4 inputs failed"))
        let alone = try Program.run(["transcribe", "--format", "jsonl", long]).output
        #expect(outcome.output.hasPrefix(alone) && outcome.output.hasSuffix(alone))
    }

    @Test("a truncated file is transcribed as far as it goes, and refused with --strict")
    func truncated() throws {
        let folder = try TemporaryFolder()
        let file = folder.file("cut.flac")
        try Data(contentsOf: Sample.audio).prefix(100_000).write(to: file)
        let lenient = try Program.run(["transcribe", file.path])
        #expect(lenient.status == 0)
        #expect(!lenient.output.isEmpty)
        #expect(lenient.errors.contains("truncated") && lenient.errors.contains("--strict"))
        let strict = try Program.run(["transcribe", "--strict", file.path])
        #expect(strict.status == 1)
        #expect(strict.output.isEmpty)
    }

    @Test("the channels of a call are speakers of their own")
    func channels() throws {
        let folder = try TemporaryFolder()
        let file = folder.file("call.wav")
        let voice = try AudioFile(at: Sample.audio).read()
        let late = [Float](repeating: 0, count: 16_000) + voice.samples
        var writer = try AudioWriter(to: file, as: .wav16, sampleRate: voice.sampleRate, channelCount: 2)
        try writer.append(
            zip(voice.samples + [Float](repeating: 0, count: 16_000), late).flatMap { [$0, $1] })
        try writer.finish()
        let transcript = try transcript(["--channels", "separate", file.path])
        #expect(Set(transcript.segments.compactMap(\.speaker)) == ["Channel 1", "Channel 2"])
        let first = transcript.segments.filter { $0.speaker == "Channel 1" }
        #expect(first.flatMap(\.words).count == (try self.transcript([Sample.audio.path])).words.count)
    }
}
