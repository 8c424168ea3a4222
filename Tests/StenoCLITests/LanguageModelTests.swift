import Foundation
import StenoTestSupport
import Testing

@Suite("steno lm")
struct LanguageModelTests {
    private static let fixtures = Program.root.appending(path: "Tests/StenoLanguageModelTests/Fixtures")

    private func steno(_ arguments: [String], input: String = "") throws -> String {
        let outcome = try Program.run(["lm"] + arguments, input: Data(input.utf8))
        try #require(outcome.status == 0, "\(outcome.errors)")
        return outcome.output
    }

    /// What KenLM says about some sentences, base-10 logarithms, the sentence's end included.
    private struct Scored: Decodable {
        let words: [String]
        let scores: [Double]
    }

    @Test("a packed ARPA file becomes a model that scores every word as KenLM does")
    func query() throws {
        let folder = try TemporaryFolder()
        let model = folder.file("model.bin").path
        let built = try steno([
            "build", "--arpa", Self.fixtures.appending(path: "text4.arpa.gz").path, "--output", model,
        ])
        #expect(built.hasPrefix("\(model): ") && built.contains(" 4-grams"))
        let scores = try Data(contentsOf: Self.fixtures.appending(path: "scores.json"))
        let sentences = try #require(
            JSONDecoder().decode([String: [Scored]].self, from: scores)["text4.arpa"])
        let lines = try steno(
            ["query", "--model", model],
            input: sentences.map { $0.words.joined(separator: " ") + "\n" }.joined()
        ).split(separator: "\n")
        #expect(lines.count == sentences.count + 4)
        for (line, sentence) in zip(lines, sentences) {
            let fields = line.split(separator: "\t")
            #expect(
                fields.dropLast().map { $0.split(separator: "=")[0] } == sentence.words.map { $0[...] } + [
                    "</s>"
                ])
            for (field, score) in zip(fields, sentence.scores) {
                let printed = try #require(Double(field.split(separator: " ")[2]))
                // The 1e-5 that is promised, and the sixth digit that is not printed.
                #expect(abs(printed - score) < 2e-5, "\(line)")
            }
        }
        let total = sentences.joined(\.scores).reduce(0, +)
        let tokens = sentences.reduce(0) { $0 + $1.scores.count }
        let perplexity = try #require(Double(lines[sentences.count].split(separator: "\t")[1]))
        // Six digits are printed.
        #expect(abs(perplexity / pow(10, -total / Double(tokens)) - 1) < 1e-4)
        #expect(lines.last == "Tokens:\t\(tokens)")
    }

    @Test("a model of text knows what the text says, is smaller with eight bits, and the same through ARPA")
    func estimate() throws {
        let folder = try TemporaryFolder()
        let text = Self.fixtures.appending(path: "text.txt").path
        func size(_ name: String) throws -> Int { try Data(contentsOf: folder.file(name)).count }
        func perplexity(_ name: String) throws -> Double {
            let lines = try steno(
                ["query", "--summary", "--model", folder.file(name).path],
                input: String(contentsOfFile: text, encoding: .utf8))
            return try #require(Double(lines.split(separator: "\n")[0].split(separator: "\t")[1]))
        }
        for (name, more) in [
            ("whole.bin", []), ("small.bin", ["--quantize", "8"]),
            ("pruned.bin", ["--prune", "0", "0", "1"]),
            ("text.arpa", []),
        ] {
            _ = try steno(
                ["build", "--text", text, "--order", "3", "--output", folder.file(name).path] + more)
        }
        _ = try steno([
            "build", "--arpa", folder.file("text.arpa").path, "--output", folder.file("again.bin").path,
        ])
        #expect(try size("small.bin") < size("whole.bin"))
        #expect(try size("pruned.bin") < size("whole.bin"))
        let whole = try perplexity("whole.bin")
        // ARPA files hold six or more digits of every probability.
        #expect(try abs(perplexity("again.bin") / whole - 1) < 1e-4)
        #expect(try perplexity("pruned.bin") > whole)
        #expect(try abs(perplexity("small.bin") / whole - 1) < 0.01)
    }

    @Test("text is counted in the form models write when asked for, and transcripts of manifests as they are")
    func sources() throws {
        let folder = try TemporaryFolder()
        try Data("Seven, eight!\n".utf8).write(to: folder.file("text.txt"))
        try Data("{\"audio_filepath\": \"a.wav\", \"duration\": 1, \"text\": \"nine\"}\n".utf8).write(
            to: folder.file("train.jsonl"))
        _ = try steno([
            "build", "--text", folder.file("text.txt").path, "--manifest", folder.file("train.jsonl").path,
            "--normalize", "--order", "2", "--output", folder.file("lm.arpa").path,
        ])
        let arpa = try String(contentsOf: folder.file("lm.arpa"), encoding: .utf8)
        let words = arpa.split(separator: "\n").compactMap { line in
            line.split(separator: "\t").dropFirst().first.map(String.init)
        }
        #expect(Set(words).isSuperset(of: ["seven", "eight", "nine", "seven eight"]))
        _ = try steno([
            "build", "--arpa", folder.file("lm.arpa").path, "--output", folder.file("lm.bin").path,
        ])
        let query = ["query", "--summary", "--model", folder.file("lm.bin").path]
        #expect(try steno(query, input: "Seven, Nine\n").contains("OOVs:\t2"))
        #expect(try steno(query + ["--normalize"], input: "Seven, Nine\n").contains("OOVs:\t0"))
    }

    @Test("what is no model, no ARPA file or no option that fits is named")
    func refusals() throws {
        let folder = try TemporaryFolder()
        try Data("no model\n".utf8).write(to: folder.file("text.txt"))
        let text = folder.file("text.txt").path
        let query = try Program.run(["lm", "query", "--model", text])
        #expect(query.status == 1)
        #expect(query.errors.contains("text.txt") && query.errors.contains("steno lm build"))
        let build = try Program.run(["lm", "build", "--arpa", text, "--output", folder.file("x.bin").path])
        #expect(build.status == 1)
        #expect(build.errors.contains("text.txt, line "))
        let missing = try Program.run(["lm", "build", "--arpa", "nowhere.arpa", "--output", "x.bin"])
        #expect(missing.status == 1)
        #expect(missing.errors.contains("nowhere.arpa"))
        for wrong in [
            ["--output", "x.bin"], ["--arpa", text, "--text", text, "--output", "x.bin"],
            ["--arpa", text, "--order", "3", "--output", "x.bin"],
            ["--text", text, "--quantize", "1", "--output", "x.bin"],
            ["--text", text, "--quantize", "8", "--output", "x.arpa"],
            ["--text", text, "--order", "9", "--output", "x.bin"],
            ["--text", text, "--prune", "1", "0", "--output", "x.bin"],
        ] {
            let outcome = try Program.run(["lm", "build"] + wrong)
            #expect(outcome.status == 64, "\(wrong)")
        }
    }
}

extension Sequence {
    fileprivate func joined<Part>(_ part: (Element) -> [Part]) -> [Part] { flatMap(part) }
}
