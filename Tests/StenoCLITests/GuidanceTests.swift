import Foundation
import StenoAudio
import StenoMetrics
import StenoTestSupport
import StenoTranscript
import Testing

@Suite("Guidance of the search")
struct GuidanceTests {
    private let folder: TemporaryFolder
    private let truth: [String]

    init() throws {
        folder = try TemporaryFolder()
        truth = try Transcript(contentsOf: Sample.truth, as: .stm).segments.map(\.text)
        try Data((truth.joined(separator: "\n") + "\n").utf8).write(to: folder.file("turns.txt"))
    }

    private func transcript(_ arguments: [String], of recording: URL = Sample.audio) throws -> Transcript {
        let outcome = try Program.run(
            ["transcribe", "--no-speakers", "--format", "json", recording.path] + arguments)
        try #require(outcome.status == 0, "\(outcome.errors)")
        return try Transcript(reading: outcome.output, as: .json)
    }

    private func errors(_ transcript: Transcript) -> Int {
        Alignment(
            reference: truth.flatMap { $0.split(separator: " ").map(String.init) },
            hypothesis: transcript.words.map(\.text)
        ).counts.errors
    }

    private func builtModel() throws -> String {
        let model = folder.file("turns.bin").path
        let outcome = try Program.run([
            "lm", "build", "--text", folder.file("turns.txt").path, "--order", "3", "--output", model,
        ])
        try #require(outcome.status == 0, "\(outcome.errors)")
        return model
    }

    @Test("a language model of what is said mends what was misheard, as heavily as it is weighed")
    func languageModel() throws {
        let model = try builtModel()
        let noisy = try noisySample()
        let plain = try transcript([], of: noisy)
        let guided = try transcript(["--lm", model, "--lm-weight", "2", "--word-bonus", "4"], of: noisy)
        #expect(errors(plain) > 0, "there must be something to mend")
        #expect(errors(guided) < errors(plain), "\(guided.text)")
        #expect(try transcript(["--lm", model, "--lm-weight", "0"], of: noisy).text == plain.text)
        #expect(try transcript(["--lm", "none"], of: noisy).text == plain.text)
    }

    /// The sample under so much noise that words are misheard.
    private func noisySample() throws -> URL {
        let speech = try AudioFile(at: Sample.audio).read()
        let noise = Signal.noise(seconds: speech.duration / .seconds(1), amplitude: 0.1)
        let samples = zip(speech.samples, noise).map { $0 + $1 }
        let file = folder.file("noisy.wav")
        try AudioBuffer(samples: samples, sampleRate: speech.sampleRate).write(to: file)
        return file
    }

    @Test("a word is heard when it is listened for, from a flag or a file, with its boost or the usual one")
    func hotWords() throws {
        try Data("# names\ntree : 20\n".utf8).write(to: folder.file("hot.txt"))
        #expect(try transcript(["--hot-word", "tree:20"]).text.contains("tree"))
        #expect(try transcript(["--hot-words", folder.file("hot.txt").path]).text.contains("tree"))
        #expect(try transcript(["--hot-word", "tree", "--hot-word-boost", "20"]).text.contains("tree"))
        #expect(try !transcript(["--hot-word", "tree:0"]).text.contains("tree"))
    }

    @Test("only the words of a lexicon are heard, and with none any letters")
    func lexicon() throws {
        try Data("one\ntwo\nsix\n".utf8).write(to: folder.file("words.txt"))
        let words = try transcript(["--lexicon", folder.file("words.txt").path]).words.map(\.text)
        #expect(!words.isEmpty && Set(words).isSubset(of: ["one", "two", "six"]))
        #expect(try !transcript(["--lexicon", "none"]).words.isEmpty)
    }

    @Test("only the sentences of a grammar are heard, from a list or from rules")
    func grammar() throws {
        let list = try transcript(["--grammar", folder.file("turns.txt").path, "--endpoint", "0.3"])
        #expect(!list.segments.isEmpty)
        #expect(list.segments.allSatisfy { truth.contains($0.text) }, "\(list.segments.map(\.text))")
        let rules = "#JSGF V1.0;\npublic <turns> = (\(truth.joined(separator: " | ")))+;\n"
        try Data(rules.utf8).write(to: folder.file("turns.jsgf"))
        let heard = try transcript(["--grammar", folder.file("turns.jsgf").path])
        #expect(heard.text == truth.joined(separator: " "))
    }

    @Test("what no sentence of a grammar fits is rejected, if asked for")
    func rejection() throws {
        try Data("public <ones> = one+;\n".utf8).write(to: folder.file("ones.jsgf"))
        let arguments = ["--grammar", folder.file("ones.jsgf").path]
        #expect(try !transcript(arguments).words.isEmpty)
        #expect(try transcript(arguments + ["--reject-above", "0.5"]).words.isEmpty)
    }

    @Test("a stream and a file are guided alike, words and times")
    func stream() throws {
        let audio = folder.file("sample.wav")
        try AudioFile(at: Sample.audio).read().write(to: audio)
        let guidance = [
            "--lm", try builtModel(), "--lm-weight", "1", "--word-bonus", "1", "--hot-word", "six six",
        ]
        let outcome = try Program.run(
            ["stream", "--no-speakers", "--format", "jsonl"] + guidance, input: Data(contentsOf: audio))
        try #require(outcome.status == 0, "\(outcome.errors)")
        let streamed = try Transcript(reading: outcome.output, as: .jsonl)
        let whole = try transcript(guidance)
        #expect(streamed.words.map(\.text) == whole.words.map(\.text))
        #expect(streamed.words.map(\.time) == whole.words.map(\.time))
    }

    @Test("an evaluation is guided, too")
    func evaluation() throws {
        let text = truth.joined(separator: " ")
        let seconds = try AudioFile(at: Sample.audio).read().duration / .seconds(1)
        let line =
            "{\"audio_filepath\": \"\(Sample.audio.path)\", \"duration\": \(seconds), \"text\": \"\(text)\"}\n"
        try Data(line.utf8).write(to: folder.file("sample.jsonl"))
        let rules = "public <turns> = (\(truth.joined(separator: " | ")))+;"
        try Data(rules.utf8).write(to: folder.file("turns.jsgf"))
        let outcome = try Program.run([
            "evaluate", "--no-speakers", "--grammar", folder.file("turns.jsgf").path,
            folder.file("sample.jsonl").path,
        ])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.hasPrefix("all: WER 0.00 %"), "\(outcome.output)")
    }

    @Test("numbers are written in digits if asked for, in files and in the finals of a stream")
    func numbers() throws {
        let words = try transcript([])
        let digits = try transcript(["--numbers", "digits"])
        #expect(digits.text.contains { $0.isNumber })
        #expect(!words.text.contains { $0.isNumber })
        #expect(digits.words.first?.time.start == words.words.first?.time.start)
        #expect(digits.words.last?.time.end == words.words.last?.time.end)
        let audio = folder.file("sample.wav")
        try AudioFile(at: Sample.audio).read().write(to: audio)
        let stream = try Program.run(
            ["stream", "--no-speakers", "--format", "jsonl", "--numbers", "digits"],
            input: Data(contentsOf: audio))
        #expect(try Transcript(reading: stream.output, as: .jsonl).text == digits.text)
    }

    @Test("a file that cannot be used is named, with what is wrong in it")
    func badFiles() throws {
        try Data("nine\n: 3\n".utf8).write(to: folder.file("hot.txt"))
        try Data("public <a> = (one;".utf8).write(to: folder.file("bad.jsgf"))
        try Data("hello\n".utf8).write(to: folder.file("words.txt"))
        for (arguments, parts) in [
            (["--hot-words", folder.file("hot.txt").path], ["hot.txt", "line 2"]),
            (["--hot-words", "nowhere.txt"], ["nowhere.txt", "no such file"]),
            (["--hot-word", "hello"], ["\"hello\""]),
            (["--grammar", folder.file("bad.jsgf").path], ["bad.jsgf", "not closed"]),
            (["--lexicon", folder.file("words.txt").path], ["hello"]),
            (["--lm", folder.file("words.txt").path], ["words.txt", "steno lm build"]),
        ] {
            let outcome = try Program.run(["transcribe", Sample.audio.path] + arguments)
            #expect(outcome.status == 1, "\(arguments)")
            #expect(parts.allSatisfy { outcome.errors.contains($0) }, "\(arguments): \(outcome.errors)")
            #expect(outcome.errors.split(separator: "\n").count == 1)
        }
        for wrong in [
            ["--lm-weight", "-1"], ["--search", "greedy", "--hot-word", "nine"], ["--hot-word", "nine:much"],
            ["--grammar", "a", "--lexicon", "b"], ["--reject-above", "-1"],
        ] {
            let outcome = try Program.run(["transcribe", Sample.audio.path] + wrong)
            #expect(outcome.status == 64, "\(wrong)")
        }
    }
}
