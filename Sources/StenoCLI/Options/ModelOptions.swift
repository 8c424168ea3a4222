import ArgumentParser
import Foundation
import Steno
import StenoSpeakers

/// Which model a command uses, and how much of the machine.
struct ModelOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "A model's name or folder.",
            discussion:
                "A name is looked for in ~/.local/share/steno/models, then beside the installed program.",
            valueName: "name|dir"))
    var model = ModelLocator.defaultName

    @Option(help: ArgumentHelp("How many threads to compute with.", valueName: "n"))
    var threads = ProcessInfo.processInfo.activeProcessorCount

    func validate() throws {
        guard threads >= 1 else { throw ValidationError("--threads must be at least 1, not \(threads).") }
    }
}

extension ModelOptions {
    /// The recognizer these options ask for, with the voices that have names.
    func recognizer(decoding: DecodingOptions, speakers: SpeakerOptions) throws -> Recognizer {
        let folder = try ModelLocator().folder(for: model)
        var recognizer = try Recognizer(
            model: folder, options: RecognizerOptions(decoding: decoding.options, speakers: speakers.tracking)
        )
        if let embedder = recognizer.embedder {
            let voices = try speakers.store.voices(for: embedder)
            voices.reportUnusable()
            recognizer.enrolled = voices.voices
        }
        return recognizer
    }
}
