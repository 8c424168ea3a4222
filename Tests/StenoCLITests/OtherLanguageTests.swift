import Foundation
import StenoAudio
import StenoTestSupport
import Testing

@Suite("A corpus in another language")
struct OtherLanguageTests {
    private static let sentences = [
        "Die Äpfel fallen früh.", "Über den Dächern weht Wind.", "Öfen wärmen das Häuschen.",
        "Fünf Füchse laufen übers Feld.", "Größe ist nicht alles.", "Schöne Grüße aus Köln!",
    ]

    /// A folder in LJSpeech's layout: a chord for each sentence, two speakers.
    private func makeCorpus(in folder: URL) throws {
        let wavs = folder.appending(path: "wavs")
        try FileManager.default.createDirectory(at: wavs, withIntermediateDirectories: true)
        var metadata = ""
        for index in 0..<36 {
            let sentence = index % Self.sentences.count
            let high = Signal.sine(hertz: 300 + 250 * Double(sentence), seconds: 2, amplitude: 0.3)
            let low = Signal.sine(hertz: 150 + Double(index), seconds: 2, amplitude: 0.2)
            try AudioBuffer(samples: zip(high, low).map(+), sampleRate: .speech).write(
                to: wavs.appending(path: "satz-\(index).wav"))
            // Half of them in Unicode's decomposed form, as macOS writes it.
            let text = Self.sentences[sentence]
            let form = index.isMultiple(of: 2) ? text : text.decomposedStringWithCanonicalMapping
            metadata += "satz-\(index)|\(text)|\(form)|\(index < 30 ? "Jörg" : "Änne")\n"
        }
        metadata += "satz-0b|Ein Café.|Ein Café.|Jörg\n"
        try FileManager.default.copyItem(
            at: wavs.appending(path: "satz-0.wav"), to: wavs.appending(path: "satz-0b.wav"))
        try Data(metadata.utf8).write(to: folder.appending(path: "metadata.csv"))
    }

    @Test("is prepared with learned pieces, trained on and evaluated with no change to the program")
    func chain() throws {
        let folder = try TemporaryFolder()
        try makeCorpus(in: folder.file("corpus"))
        let data = folder.file("data")
        let prepared = try Program.run([
            "prepare", "ljspeech", "--from", folder.file("corpus").path, "--to", data.path, "--bpe", "60",
            "--alphabet", "abcdefghijklmnopqrstuvwxyzäöüß", "--audio", "samples",
        ])
        try #require(prepared.status == 0, "\(prepared.errors)")
        #expect(prepared.output.contains("1 character outside the alphabet"), "\(prepared.output)")
        let manifest = try String(contentsOf: data.appending(path: "train.jsonl"), encoding: .utf8)
        #expect(manifest.contains("fünf füchse laufen übers feld\""))
        #expect(!manifest.unicodeScalars.contains("\u{308}"))
        let recipe = """
            {"model": {"model_type": "steno_lstm_ctc", "hidden_size": 16, "num_hidden_layers": 1,
                       "subsampling_conv_channels": 4},
             "features": {"bins": 20}, "training": {"epochs": 2}}
            """
        try Data(recipe.utf8).write(to: folder.file("recipe.json"))
        let run = try Program.run([
            "train", folder.file("recipe.json").path, "--data", data.path, "--output",
            folder.file("run").path,
        ])
        try #require(run.status == 0, "\(run.errors)")
        #expect(run.errors.contains(" 60 symbols"), "\(run.errors)")
        let learned = try Data(contentsOf: data.appending(path: "tokenizer.json"))
        #expect(try Data(contentsOf: folder.file("run/model/tokenizer.json")) == learned)
        let parts = try FileManager.default.contentsOfDirectory(atPath: data.path)
        let test = try #require(["test.jsonl", "dev.jsonl"].first { parts.contains($0) })
        let evaluated = try Program.run([
            "evaluate", "--model", folder.file("run/model").path, data.appending(path: test).path,
        ])
        #expect(evaluated.status == 0, "\(evaluated.errors)")
        #expect(evaluated.output.hasPrefix("all: WER "))
    }

    @Test("texts keep their capitals and marks when that is asked for")
    func form() throws {
        let folder = try TemporaryFolder()
        try makeCorpus(in: folder.file("corpus"))
        let prepared = try Program.run([
            "prepare", "ljspeech", "--from", folder.file("corpus").path, "--to", folder.file("data").path,
            "--case", "kept", "--punctuation", "kept",
        ])
        #expect(prepared.status == 0, "\(prepared.errors)")
        let manifest = try String(contentsOf: folder.file("data/train.jsonl"), encoding: .utf8)
        #expect(manifest.contains("Schöne Grüße aus Köln!"))
    }

    @Test("sizes that hold no alphabet, and bytes without pieces, are refused")
    func refusals() throws {
        let folder = try TemporaryFolder()
        try makeCorpus(in: folder.file("corpus"))
        let prepare = [
            "prepare", "ljspeech", "--from", folder.file("corpus").path, "--to", folder.file("data").path,
        ]
        let small = try Program.run(prepare + ["--bpe", "10"])
        #expect(small.status == 1)
        #expect(small.errors.contains("do not fit into 10 symbols"), "\(small.errors)")
        #expect(try Program.run(prepare + ["--bpe", "0"]).status == 64)
        #expect(try Program.run(prepare + ["--bpe-bytes"]).status == 64)
        #expect(try Program.run(prepare + ["--audio", "loud"]).status == 64)
    }
}
