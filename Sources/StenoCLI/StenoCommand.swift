import ArgumentParser

/// The program: every subcommand declares its options, calls the library and prints.
@main
struct StenoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "steno",
        abstract: "Speech to text with times and speaker names: transcribe, stream, train.",
        discussion: """
            Results go to standard output, everything else to standard error. The exit status is 0 when all is well, \
            1 when some input failed (the others are done and each failure is named), 64 for wrong usage, and as \
            the shell has it 130 after Ctrl-C; `steno stream` takes Ctrl-C for the end of its input.
            """,
        version: "0.1.0",
        subcommands: [
            Transcribe.self, Stream.self, Diarize.self, Align.self, Speakers.self, Prepare.self, Train.self,
            Evaluate.self,
            Model.self,
            LanguageModels.self,
        ]
    )

    /// Runs the program. What goes wrong while a command runs is said in one line, `steno: …`; wrong usage is
    /// answered by the argument parser.
    static func main() {
        do {
            var command = try parseAsRoot()
            do {
                try command.run()
            } catch let error where !(error is ExitCode) && exitCode(for: error) == .failure {
                Diagnostics.note(reason(of: error))
                throw ExitCode(1)
            }
        } catch {
            exit(withError: error)
        }
    }
}
