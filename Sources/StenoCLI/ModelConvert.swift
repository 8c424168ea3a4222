import ArgumentParser
import Foundation
import StenoAcousticModel
import StenoKernels

/// `steno model convert`: the same bundle with its weights kept otherwise.
struct ModelConvert: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert",
        abstract: "Write a model with its weights in eight bits, or in single precision again.",
        discussion: """
            Eight bits make a model about a quarter as large, for a little less accuracy: measure it with \
            `steno evaluate`. What is lost does not come back. Everything else in the bundle is copied; a speaker \
            model stays as it is.

            Example:
              steno model convert digits digits-int8 --weights int8
            """
    )

    @Argument(help: ArgumentHelp("The model's name or folder.", valueName: "name|dir"))
    var name: String

    @Argument(help: ArgumentHelp("The new bundle's folder.", valueName: "dir"))
    var output: String

    @Option(help: "How the weights of linear maps and LSTMs are kept.")
    var weights: WeightPrecision

    func run() throws {
        let folder = try ModelLocator().folder(for: name), target = try NewFolder(output)
        let model = try AcousticModel(at: folder)
        model.weightPrecision = weights
        try target.write { draft in
            try FileManager.default.copyItem(at: folder, to: draft)
            try model.save(to: draft)
        }
    }
}

extension WeightPrecision: ExpressibleByArgument {}
