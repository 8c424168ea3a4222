import ArgumentParser
import Foundation
import StenoCorpora
import StenoLanguageModel
import StenoText

/// `steno lm build`: a language model out of an ARPA file, or out of text.
struct BuildLanguageModel: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "build",
        abstract: "Build a language model from an ARPA file, or estimate one from text.",
        discussion: """
            Text has a sentence a line, words separated by spaces and written as the acoustic model writes them; \
            --normalize brings it into that form. Models are estimated with modified Kneser–Ney smoothing. Packed \
            files (gzip) are read as they are. An output that ends in .arpa is written as ARPA for other programs. \
            A model called language_model.bin in a model's folder is used by itself.

            Examples:
              steno lm build --arpa 3-gram.arpa.gz --output 3-gram.bin --quantize 8
              steno lm build --text books.txt.gz --normalize --order 4 --prune 0 0 1 --output books.bin --words words.txt
              steno lm build --manifest data/train.jsonl --order 3 --output transcripts.arpa
            """
    )

    @Option(help: ArgumentHelp("An ARPA file to read.", valueName: "file"))
    var arpa: String?

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Text files to estimate from, a sentence a line.", valueName: "file"))
    var text: [String] = []

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Manifests whose transcripts to estimate from.", valueName: "manifest.jsonl"))
    var manifest: [String] = []

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "The file to write: .arpa, or any other name for the binary form.", valueName: "file"))
    var output: String

    @Option(
        help: ArgumentHelp(
            "Also write the model's words, one a line, the most frequent first: a list for --lexicon.",
            valueName: "file"))
    var words: String?

    @Option(
        help: ArgumentHelp(
            "The length of the longest n-grams estimated, 1 to 8; \(EstimationOptions().order) by default.",
            valueName: "n"))
    var order: Int?

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "For each length, up to how many occurrences an n-gram is left out, as 0 0 1.", valueName: "count"
        ))
    var prune: [Int] = []

    @Option(
        help: ArgumentHelp(
            "Bits for each probability, 2 to 16; 8 halves the file, and hardly changes what it says.",
            valueName: "bits"))
    var quantize: Int?

    @Flag(help: "Bring the text into the form models write: small letters, no punctuation.")
    var normalize = false

    @OptionGroup(title: "Normalization")
    var form: TextOptions

    func validate() throws {
        guard (arpa != nil) != (!text.isEmpty || !manifest.isEmpty) else {
            throw ValidationError("Pass either --arpa, or --text or --manifest to estimate from.")
        }
        if arpa != nil, order != nil || !prune.isEmpty || normalize || form.isUsed {
            throw ValidationError(
                "--order, --prune and --normalize are for --text and --manifest; an ARPA file is taken as it is."
            )
        }
        if let quantize {
            guard (2...16).contains(quantize) else {
                throw ValidationError("--quantize must lie between 2 and 16 bits, not \(quantize).")
            }
            if writesArpa { throw ValidationError("--quantize is for the binary form; ARPA files are text.") }
        }
        do { try estimation.check() } catch { throw ValidationError("\(error)") }
    }

    func run() throws {
        let file = URL(filePath: output)
        let model = try arpa.map { try ArpaReader.read(URL(filePath: $0)) } ?? estimated()
        if writesArpa {
            try ArpaWriter.write(model, to: file)
        } else {
            try BinaryWriter.write(model, to: file, quantization: quantize)
        }
        if let words {
            let text = model.wordsByFrequency.map { $0 + "\n" }.joined()
            try Data(text.utf8).write(to: URL(filePath: words), options: .atomic)
        }
        try Results.write(summary(of: model, in: file))
    }

    private var writesArpa: Bool { URL(filePath: output).pathExtension == "arpa" }

    private var estimation: EstimationOptions {
        var options = EstimationOptions()
        if let order { options.order = order }
        if !prune.isEmpty { options.pruning = prune }
        return options
    }

    private func estimated() throws -> NGramTrie {
        var counter = NGramCounter(order: estimation.order)
        let normalizer = form.normalizer
        let spelling: ((String) -> String)? =
            normalize || form.isUsed ? { normalizer.normalize($0) } : nil
        for file in text { try counter.add(contentsOf: URL(filePath: file), spelling: spelling) }
        for manifest in manifest {
            for utterance in try ManifestReader.utterances(in: URL(filePath: manifest)) {
                let sentence = spelling?(utterance.text) ?? utterance.text
                try counter.add(Array(sentence.utf8)[...])
            }
        }
        return try KneserNey.estimate(&counter, estimation)
    }

    private func summary(of model: NGramTrie, in file: URL) throws -> String {
        let size = try FileHandle(forReadingFrom: file).seekToEnd()
        let counts = model.levels.enumerated().map { "\($1.count) \($0 + 1)-grams" }
        return "\(output): \(counts.joined(separator: ", ")); \(fixed(Double(size) / 1e6, 1)) MB\n"
    }
}
