package import Foundation
import StenoAcousticModel
import StenoDecoding
import StenoJSON
import StenoKernels
import StenoNN
import StenoTensor
import StenoText

/// Trains an acoustic model as a recipe says.
///
/// ```swift
/// let trainer = try Trainer(recipe: recipe, data: folder, run: RunFolder(output), threads: 2)
/// let result = try trainer.train { event in show(event) }
/// ```
///
/// A run is a function of the recipe, the data and the version: neither the number of threads, nor being killed and
/// resumed changes the model.
package struct Trainer {
    let setup: TrainingSetup
    let run: RunFolder
    let workers: Workers
    let test: DevelopmentTest
    let provenance: Provenance
    var learner: Learner
    var state = TrainingState()
    var advice = BlankAdvice()
    var events: EventFile?

    private init(setup: TrainingSetup, run: RunFolder, threads: Int, provenance: Provenance) {
        self.setup = setup
        self.run = run
        self.provenance = provenance
        workers = Workers(count: max(threads, 1))
        let model = setup.model
        let timing = FrameTiming(frameDuration: model.frameDuration)
        test = DevelopmentTest(
            setup.development.utterances, loader: setup.developmentLoader,
            decoder: Decoder(
                tokenizer: model.tokenizer, timing: timing, options: DecoderOptions(search: .greedy)),
            plan: setup.recipe.batches.plan, workers: workers)
        learner = Learner(
            computer: GradientComputer(network: model.network, loader: setup.loader, recipe: setup.recipe),
            workers: workers)
    }

    /// A new run in a folder that holds none.
    ///
    /// - Parameters:
    ///   - data: The folder with the manifests.
    ///   - start: An earlier model to begin with.
    ///   - threads: How many threads compute; changes the speed only.
    ///   - provenance: What the run folder and the model card say about how the run came about.
    package init(
        recipe: Recipe, data: URL, run: RunFolder, start: FineTuning? = nil, threads: Int,
        provenance: Provenance
    ) throws {
        let setup = try TrainingSetup(recipe: recipe, data: data, start: start)
        try run.create()
        self.init(setup: setup, run: run, threads: threads, provenance: provenance)
        try run.write(recipe.json, to: run.recipe)
        try run.write(provenance.json, to: run.description)
        try run.write(leftOutLines(setup.training.leftOut + setup.development.leftOut), to: run.leftOut)
        try run.write(Data(), to: run.metrics.file)
        try saveCheckpoint()
    }

    /// A run taken up where its last checkpoint left it. One that was killed before its first checkpoint, or that
    /// never began, begins: whoever passes `--resume` every time is right every time.
    ///
    /// - Throws: `TrainingError.otherRecipe` when `recipe` is not the one the run began with, `.noCheckpoint` when
    ///   there are results but nothing to go on from.
    package init(
        resuming run: RunFolder, recipe: Recipe, data: URL, start: FineTuning? = nil, threads: Int,
        provenance: Provenance
    ) throws {
        guard try run.prepareToResume() else {
            try self.init(
                recipe: recipe, data: data, run: run, start: start, threads: threads, provenance: provenance)
            return
        }
        try recipe.requireEqual(to: try Recipe(file: run.recipe), in: run.url)
        self.init(
            setup: try TrainingSetup(recipe: recipe, data: data, start: start), run: run, threads: threads,
            provenance: provenance)
        let checkpoint = try Checkpoint(file: run.checkpoint)
        state = checkpoint.state
        learner.restore(checkpoint)
        try run.metrics.rewind(toStep: state.step)
    }

    var recipe: Recipe { setup.recipe }
    var network: AcousticNetwork { setup.model.network }

    /// Trains until the recipe's epochs are done or the development set stops improving, and writes the model.
    ///
    /// - Parameters:
    ///   - now: The clock that speeds and times are measured by; nothing else depends on it.
    ///   - observe: Hears how it goes, on the calling thread.
    package mutating func train(
        now: @escaping () -> Date = { Date() }, _ observe: (TrainingEvent) -> Void
    ) throws -> TrainingResult {
        observe(.began(summary))
        let leftOut = setup.training.leftOut + setup.development.leftOut
        if !leftOut.isEmpty { observe(.leftOut(leftOut)) }
        events = try EventFile(in: run.url, begun: now())
        var clock = RunClock(earlier: run.metrics.records().last?.timing["elapsed_seconds"] ?? 0, now: now)
        while !isDone {
            try trainEpoch(&clock, observe)
            try finishEpoch(&clock, observe)
        }
        let result = try finish(clock)
        observe(.finished(result))
        return result
    }

    private var isDone: Bool {
        if state.epoch >= recipe.training.epochs { return true }
        guard let best = state.best else { return false }
        return state.epoch - best.epoch >= recipe.training.patience
    }

    private var summary: RunSummary {
        RunSummary(
            parameters: network.parameterCount, symbols: setup.model.configuration.vocabularySize,
            trainingUtterances: setup.training.utterances.count,
            trainingSeconds: setup.training.utterances.reduce(0) { $0 + $1.seconds },
            developmentUtterances: setup.development.utterances.count, epochs: recipe.training.epochs,
            epochsDone: state.epoch)
    }

    func saveCheckpoint() throws {
        var checkpoint = Checkpoint(tensors: [:], state: state)
        learner.save(into: &checkpoint)
        try checkpoint.write(to: run.checkpoint)
    }
}

/// Utterances that were left out, as lines of JSON.
private func leftOutLines(_ leftOut: [LeftOut]) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try leftOut.reduce(into: Data()) { $0 += try encoder.encode($1) + [UInt8(ascii: "\n")] }
}
