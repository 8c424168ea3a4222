import ArgumentParser

/// `steno lm`: language models.
struct LanguageModels: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lm",
        abstract: "Build language models, and ask them how probable sentences are.",
        subcommands: [BuildLanguageModel.self, QueryLanguageModel.self])
}
