import ArgumentParser
import Foundation
import Steno
import StenoAcousticModel
import StenoDecoding
import StenoLanguageModel
import StenoText

/// `steno model pronounce`: how a model that says phonemes expects words to sound.
struct ModelPronounce: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pronounce", abstract: "Say how a model expects words to sound.",
        discussion: """
            A line for each pronunciation, as the bundle's pronunciations.dict has them. Words that the dictionary lacks \
            are guessed by their spelling; a guess that is wrong is corrected by adding the right line to the file.

            Examples:
              steno model pronounce zworykin grand rapids
              steno model pronounce --guess - < words.txt > pronunciations.dict
            """
    )

    @Argument(help: "The words, or - for those on standard input.")
    var words: [String]

    @Flag(help: "Guess words that the dictionary has, too.")
    var guess = false

    @OptionGroup
    var options: ModelOptions

    func validate() throws {
        if words.isEmpty { throw ValidationError("Pass a word.") }
    }

    func run() throws {
        let folder = try ModelLocator().folder(for: options.model)
        guard let tokenizer = try AcousticModel(at: folder).inPhonemes?.tokenizer else {
            throw RecognizerError.noPhonemes(model: folder)
        }
        let file = folder.appending(path: Pronouncer.fileName)
        let pronouncer = FileManager.default.fileExists(atPath: file.path) ? try Pronouncer(at: file) : nil
        let words =
            self.words == ["-"] ? try WordList(reading: TextFile("-").text).words : self.words
        let dictionary = guess ? nil : tokenizer.dictionary
        let spoken = ParallelWork(threads: options.threads).map(words) { word in
            let known = dictionary?.spellings(of: word) ?? []
            return known.isEmpty ? pronouncer?.pronunciations(of: word) ?? [] : known
        }
        for (word, pronunciations) in zip(words, spoken) {
            if pronunciations.isEmpty { Diagnostics.note("\(DecodingError.unpronounceable(word: word))") }
            try Results.write(pronunciations.map { "\(word) \($0.joined(separator: " "))\n" }.joined())
        }
        if spoken.contains(where: \.isEmpty) { throw ExitCode(1) }
    }
}
