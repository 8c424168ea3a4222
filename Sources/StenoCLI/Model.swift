import ArgumentParser
import Foundation
import Steno
import StenoAcousticModel
import StenoCorpora
import StenoFeatures
import StenoText

/// `steno model`: what a bundle holds, and fitting what comes after its training.
struct Model: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look into a model bundle, or fit its word times and confidence.",
        subcommands: [ModelInfo.self, ModelCalibrate.self, ModelList.self],
        defaultSubcommand: ModelList.self
    )
}

struct ModelList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the models that can be used by name.")

    func run() throws {
        let locator = ModelLocator()
        for name in locator.names {
            let folder = try locator.folder(for: name)
            try Results.write("\(name)\t\(folder.path)\n")
        }
    }
}

struct ModelInfo: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info", abstract: "Say what a model is: kind, size, what it hears and writes.")

    @Argument(help: ArgumentHelp("The model's name or folder.", valueName: "name|dir"))
    var name = ModelLocator.defaultName

    func run() throws {
        let folder = try ModelLocator().folder(for: name)
        let model = try AcousticModel(at: folder)
        let symbols = model.tokenizer.vocabulary.symbols
        var lines = [
            ("folder", folder.path),
            ("kind", model.configuration.encoder.modelType),
            ("parameters", "\(model.parameterCount)"),
            ("hears", "\(model.features.featureCount) features a frame at \(model.sampleRateText)"),
            ("writes", "\(symbols.count) symbols, one frame every \(milliseconds(model.frameDuration))"),
            ("streaming", model.isStreaming ? "yes" : "no"),
        ]
        if let lookAhead = model.lookAhead { lines.append(("look-ahead", milliseconds(lookAhead))) }
        if model.lookAheads.count > 1 {
            lines.append(("trained for", model.lookAheads.map(milliseconds).joined(separator: ", ")))
        }
        let speakers = FileManager.default.fileExists(atPath: folder.appending(path: "speaker").path)
        lines.append(("speaker model", speakers ? "yes" : "no"))
        try Results.write(lines.map { $0.0.padded(to: 16) + $0.1 + "\n" }.joined())
    }

    private func milliseconds(_ duration: Duration) -> String {
        "\(fixed(1000 * duration.inSeconds, 0)) ms"
    }
}

extension AcousticModel {
    fileprivate var sampleRateText: String { "\(features.sampleRate.hertz) Hz" }
}

struct ModelCalibrate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calibrate",
        abstract: "Fit word times and confidence on speech the model was not trained on.",
        discussion: """
            Needs a manifest with a CTM file of true word times beside it. What is fitted is written into the bundle \
            as \(DecoderCalibration.fileName) and used from then on.

            Example:
              steno model calibrate runs/fsdd/model data/fsdd/strings/dev.jsonl
            """
    )

    @Argument(help: ArgumentHelp("The bundle's folder.", valueName: "dir"))
    var bundle: String

    @Argument(help: ArgumentHelp("The manifest.", valueName: "manifest.jsonl"))
    var manifest: String

    @Option(help: ArgumentHelp("How many threads to compute with.", valueName: "n"))
    var threads = ProcessInfo.processInfo.activeProcessorCount

    @OptionGroup(title: "Decoding")
    var decoding: DecodingOptions

    func run() throws {
        let (folder, file) = (URL(filePath: bundle), URL(filePath: manifest))
        guard let truth = try TrueWords(besideManifest: file) else {
            throw ValidationError("There is no CTM file of true words beside \(manifest).")
        }
        let present = try DecoderCalibration(bundle: folder)
        let recognizer = try Recognizer(
            model: folder, options: RecognizerOptions(decoding: decoding.options, speakers: nil),
            calibration: DecoderCalibration(languageModel: present.languageModel))
        let utterances = try ManifestReader.utterances(in: file)
        let evidence = ParallelWork(threads: threads).map(utterances) { utterance in
            Result {
                try WordEvidenceInTruth(utterance, heardBy: recognizer, truth: truth.words(of: utterance.id))
            }
        }
        let fit = try CalibrationFit(evidence.map { try $0.get() }, replacing: present)
        try fit.calibration.write(toBundle: folder)
        try Results.write(fit.text)
    }
}
