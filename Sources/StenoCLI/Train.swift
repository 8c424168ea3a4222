import ArgumentParser
import Foundation
import StenoTraining

/// `steno train`: a model bundle out of a recipe and manifests.
struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Train a model from a recipe.",
        discussion: """
            The recipe is a JSON file that says only what differs from the defaults; corpora/ has one for each corpus. \
            The output folder gets checkpoints, metrics.jsonl and, at the end, the bundle in `model`. A run that was \
            stopped or killed goes on with --resume and ends with the same model.

            Examples:
              steno train corpora/fsdd/recipe.json --data data/fsdd --output runs/fsdd
              steno train corpora/fsdd/recipe.json --data data/fsdd --output runs/fsdd --resume
            """
    )

    @Argument(help: ArgumentHelp("The recipe.", valueName: "recipe.json"))
    var recipe: String

    @Option(name: .shortAndLong, help: ArgumentHelp("The run's folder.", valueName: "dir"))
    var output: String

    @Option(help: ArgumentHelp("The folder with the manifests, instead of the recipe's.", valueName: "dir"))
    var data: String?

    @Flag(
        help:
            "Go on with the run in the output folder; begin it where it had not come to its first checkpoint."
    )
    var resume = false

    @Option(
        name: .customLong("from"),
        help: ArgumentHelp("Begin with the weights of an earlier model that fit.", valueName: "bundle"))
    var start: String?

    @Option(help: ArgumentHelp("What of an earlier model stays as it is: encoder.", valueName: "part"))
    var freeze: FrozenPart?

    @Option(help: ArgumentHelp("How many threads compute; the model does not depend on it.", valueName: "n"))
    var threads = ProcessInfo.processInfo.activeProcessorCount

    /// What fine-tuning can leave alone.
    enum FrozenPart: String, CaseIterable, ExpressibleByArgument {
        case encoder
    }

    func validate() throws {
        if freeze != nil && start == nil {
            throw ValidationError("--freeze needs --from: a new model has nothing to keep.")
        }
        guard threads >= 1 else { throw ValidationError("--threads must be at least 1, not \(threads).") }
    }
}

extension Train {
    func run() throws {
        let file = URL(filePath: recipe)
        let run = RunFolder(URL(filePath: output))
        switch try RecipeKind(file: file) {
        case .acoustic: try trainAcousticModel(Recipe(file: file), at: file, in: run)
        case .speaker:
            let recipe = try SpeakerRecipe(file: file)
            try trainInSteps(
                SpeakerTrainer.self, recipe, from: dataFolder(of: file, named: recipe.folder), in: run)
        case .voiceActivity:
            let recipe = try ActivityRecipe(file: file)
            try trainInSteps(
                ActivityTrainer.self, recipe, from: dataFolder(of: file, named: recipe.folder), in: run)
        }
        try Results.write("\(run.model.path)\n")
    }

    private func trainAcousticModel(_ recipe: Recipe, at file: URL, in run: RunFolder) throws {
        let folder = dataFolder(of: file, named: recipe.data.folder)
        let fineTuning = start.map {
            FineTuning(bundle: URL(filePath: $0), freezesEncoder: freeze == .encoder)
        }
        var trainer =
            resume
            ? try Trainer(
                resuming: run, recipe: recipe, data: folder, start: fineTuning, threads: threads,
                provenance: .ofThisRun(threads: threads))
            : try Trainer(
                recipe: recipe, data: folder, run: run, start: fineTuning, threads: threads,
                provenance: .ofThisRun(threads: threads))
        Interruption.explainsResuming()
        var progress = TrainingProgress()
        _ = try trainer.train { progress.show($0) }
    }

    /// Trains what is counted in steps: a speaker model or a voice activity detector.
    private func trainInSteps<Trainer: StepTrainer>(
        _ kind: Trainer.Type, _ recipe: Trainer.Recipe, from folder: URL, in run: RunFolder
    ) throws {
        guard start == nil else {
            throw ValidationError("--from is for acoustic models; all others begin anew.")
        }
        let provenance = Provenance.ofThisRun(threads: threads)
        var training =
            resume
            ? try StepRun<Trainer>(
                resuming: run, recipe: recipe, data: folder, threads: threads, provenance: provenance)
            : try StepRun<Trainer>(
                recipe: recipe, data: folder, run: run, threads: threads, provenance: provenance)
        var progress = TrainingProgress()
        _ = try training.train { progress.show($0) }
    }

    /// The folder with the manifests: what --data names, or what the recipe names, from where it lies.
    private func dataFolder(of recipe: URL, named name: String) -> URL {
        let folder = recipe.deletingLastPathComponent()
        return data.map { URL(filePath: $0, directoryHint: .isDirectory) }
            ?? URL(filePath: name, directoryHint: .isDirectory, relativeTo: folder).absoluteURL
    }
}

extension Provenance {
    /// The command line as it was typed, the version, and the processor.
    static func ofThisRun(threads: Int) -> Provenance {
        let processor = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))
            .flatMap { $0.split(separator: "\n").first { $0.hasPrefix("model name") } }?
            .split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
        let cores = ProcessInfo.processInfo.activeProcessorCount
        let arguments = ["steno"] + CommandLine.arguments.dropFirst()
        return Provenance(
            command: arguments.joined(separator: " "), version: StenoCommand.configuration.version,
            machine: "\(cores) × \(processor ?? "processor of unknown name"), \(threads) threads",
            begun: Date())
    }
}
