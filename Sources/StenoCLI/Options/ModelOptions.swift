import ArgumentParser
import Foundation

/// Which model a command uses, and how much of the machine.
struct ModelOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "A model's name or folder.",
            discussion:
                "A name is looked for in ~/.local/share/steno/models, then beside the installed program. $STENO_MODEL says which one to use where nothing is said.",
            valueName: "name|dir"))
    var model = ModelLocator.defaultName

    @Option(help: ArgumentHelp("How many threads to compute with.", valueName: "n"))
    var threads = ProcessInfo.processInfo.activeProcessorCount

    func validate() throws {
        guard threads >= 1 else { throw ValidationError("--threads must be at least 1, not \(threads).") }
    }
}
