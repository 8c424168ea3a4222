public import ArgumentParser
import Foundation
public import StenoTranscript

/// In which forms results go out, and where to.
struct OutputOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The form of the result; may be repeated with --output-dir.", valueName: "format"))
    var format: [TranscriptFormat] = [.text]

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "Write one file for each input and format into this folder, named after the input.",
            valueName: "dir"))
    var outputDir: String?

    func validate() throws {
        guard format.count == 1 || outputDir != nil else {
            throw ValidationError("Several --format need --output-dir: standard output takes one.")
        }
    }

    /// Delivers a transcript: to standard output, or as files that appear whole or not at all.
    func deliver(_ transcript: Transcript, of input: String) throws {
        let recording =
            input == "-" ? "stdin" : URL(filePath: input).deletingPathExtension().lastPathComponent
        guard let outputDir else {
            return try Results.write(transcript.formatted(as: format[0], recording: recording))
        }
        let folder = URL(filePath: outputDir)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for format in format {
            let file = folder.appending(path: "\(recording).\(format.fileExtension)")
            try transcript.write(to: file, as: format, recording: recording)
        }
    }
}

extension TranscriptFormat: ExpressibleByArgument {}
