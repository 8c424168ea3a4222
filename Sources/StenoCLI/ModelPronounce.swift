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
            """
    )

    @Argument(help: "The words.")
    var words: [String]

    @Option(name: .shortAndLong, help: ArgumentHelp("A model's name or folder.", valueName: "name|dir"))
    var model = ModelLocator.defaultName

    func validate() throws {
        if words.isEmpty { throw ValidationError("Pass a word.") }
    }

    func run() throws {
        let folder = try ModelLocator().folder(for: model)
        guard let tokenizer = try AcousticModel(at: folder).inPhonemes?.tokenizer else {
            throw RecognizerError.noPhonemes(model: folder)
        }
        let file = folder.appending(path: Pronouncer.fileName)
        let pronouncer = FileManager.default.fileExists(atPath: file.path) ? try Pronouncer(at: file) : nil
        let speller = Speller(tokenizer: tokenizer, pronouncer: pronouncer)
        for word in words {
            for spelling in try speller.spellings(of: word) {
                let phonemes = spelling.map { tokenizer.phoneme($0) }
                try Results.write("\(word) \(phonemes.joined(separator: " "))\n")
            }
        }
    }
}
