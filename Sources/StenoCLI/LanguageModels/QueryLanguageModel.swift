import ArgumentParser
import Foundation
import StenoLanguageModel
import StenoText

/// `steno lm query`: how probable a language model finds sentences.
struct QueryLanguageModel: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "query",
        abstract: "Say how probable a language model finds the sentences on standard input.",
        discussion: """
            One sentence a line. For each word, as KenLM's query prints it: the word, its number (0 for those the \
            model lacks), the length of the n-gram that was found, and the base-10 logarithm of its probability; then \
            the sentence's total. At the end the perplexity of all sentences.

            Example:
              steno lm query --model books.bin < dev.txt
            """
    )

    @Option(name: .shortAndLong, help: ArgumentHelp("The language model.", valueName: "file"))
    var model: String

    @Flag(help: "Print the figures of the whole text alone.")
    var summary = false

    @Flag(help: "Bring the sentences into the form models write: small letters, no punctuation.")
    var normalize = false

    @OptionGroup(title: "Normalization")
    var form: TextOptions

    func run() throws {
        let languageModel = try LanguageModel(at: URL(filePath: model))
        var perplexity = Perplexity()
        while let line = readLine() {
            let text = normalize || form.isUsed ? form.normalizer.normalize(line) : line
            let sentence = languageModel.score(
                of: text.split(whereSeparator: \.isWhitespace).map(String.init))
            perplexity.add(sentence)
            if !summary { try Results.write(sentence.line) }
        }
        try Results.write(perplexity.text)
    }
}

extension SentenceScore {
    /// The sentence as KenLM's query prints it.
    fileprivate var line: String {
        words.map { "\($0.text)=\($0.number) \($0.length) \(significant($0.logProbability))\t" }.joined()
            + "Total: \(significant(total)) OOV: \(unknownCount)\n"
    }
}

extension Perplexity {
    fileprivate var text: String {
        """
        Perplexity including OOVs:\t\(includingUnknown.map(significant) ?? "–")
        Perplexity excluding OOVs:\t\(excludingUnknown.map(significant) ?? "–")
        OOVs:\t\(unknown)
        Tokens:\t\(tokens)

        """
    }
}

/// A number with six significant digits.
private func significant(_ value: Double) -> String {
    String(format: "%.6g", value)
}
