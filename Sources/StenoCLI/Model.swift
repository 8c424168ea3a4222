import ArgumentParser
import Foundation
import Steno
import StenoAcousticModel
import StenoCorpora
import StenoFeatures
import StenoKernels
import StenoText

/// `steno model`: what a bundle holds, and fitting what comes after its training.
struct Model: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look into a model bundle, convert its weights, or fit what comes after its training.",
        subcommands: [
            ModelInfo.self, ModelConvert.self, ModelJoin.self, ModelPronounce.self, ModelCalibrate.self,
            ModelList.self,
        ],
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
            ("weights", model.weightPrecision.rawValue),
            ("hears", "\(model.features.featureCount) features a frame at \(model.sampleRateText)"),
            ("writes", "\(symbols.count) symbols, one frame every \(milliseconds(model.frameDuration))"),
            ("streaming", model.isStreaming ? "yes" : "no"),
        ]
        if let phonemes = model.inPhonemes?.tokenizer {
            let words = phonemes.lexicon?.entries.count ?? 0
            lines.append(("phonemes", "\(phonemes.vocabulary.count) symbols, a dictionary of \(words) words"))
        }
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
        abstract:
            "Fit confidence, word times and the language model's weight on speech the model was not trained on.",
        discussion: """
            Confidence is fitted to the texts of the manifest; word times too, where a CTM file of true ones lies beside \
            it; and with a language model, the bundle's own or that of --lm, its weight and the word bonus, for a beam \
            of as many hypotheses as --beam says. What is \
            fitted is written into the bundle as \(DecoderCalibration.fileName()), or \
            \(DecoderCalibration.fileName(for: .phonemes)) for a model's phonemes, and used from then on.

            Examples:
              steno model calibrate runs/fsdd/model data/fsdd/strings/dev.jsonl
              steno model calibrate runs/english/model data/dev.jsonl --lm books.bin --lexicon words.txt
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

    @OptionGroup(title: "Guidance")
    var guidance: GuidanceOptions

    func run() throws {
        let (folder, file) = (URL(filePath: bundle), URL(filePath: manifest))
        let recognizer = try Recognizer(
            model: folder,
            options: RecognizerOptions(
                decoding: decoding.options, beam: decoding.beam, units: decoding.units,
                guidance: guidance.guidance(),
                speakers: nil),
            calibration: DecoderCalibration())
        let work = ParallelWork(threads: threads)
        let heard = try HeardUtterance.all(ManifestReader.utterances(in: file), by: recognizer, on: work)
        let fit = CalibrationFit(
            heard, with: recognizer, truth: try TrueWords(besideManifest: file),
            replacing: try DecoderCalibration(bundle: folder, units: recognizer.units), on: work)
        var calibration = fit.calibration
        calibration.languageModel?.beam = decoding.beam
        try calibration.write(toBundle: folder, units: recognizer.units)
        try Results.write(fit.text)
    }
}
