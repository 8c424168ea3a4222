public import ArgumentParser
import Foundation
public import StenoTranscript

/// In which forms results go out, and where to.
struct OutputOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "The form of the result, text or, of alignments, ctm by default; may be repeated with --output-dir.",
            valueName: "format"))
    var format: [TranscriptFormat] = []

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "Write one file for each input and format into this folder, named after the input.",
            valueName: "dir"))
    var outputDir: String?

    @Flag(help: "Mark in vtt when each word begins, so that players can highlight it.")
    var highlightWords = false

    func validate() throws {
        guard format.count <= 1 || outputDir != nil else {
            throw ValidationError("Several --format need --output-dir: standard output takes one.")
        }
    }

    /// The forms asked for.
    func formats(or usual: TranscriptFormat) -> [TranscriptFormat] {
        format.isEmpty ? [usual] : format
    }

    private var subtitles: SubtitleOptions {
        var subtitles = SubtitleOptions()
        subtitles.highlightsWords = highlightWords
        return subtitles
    }

    /// What results call the recording that an input is.
    static func recordingName(of input: String) -> String {
        input == "-" ? "stdin" : URL(filePath: input).deletingPathExtension().lastPathComponent
    }

    /// Delivers the transcript of an input: to standard output, or as files that appear whole or not at all.
    func deliver(_ transcript: Transcript, of input: String, usually usual: TranscriptFormat = .text) throws {
        try deliver(transcript, called: Self.recordingName(of: input), usually: usual)
    }

    /// The same for a recording that has a name.
    func deliver(_ transcript: Transcript, called recording: String, usually usual: TranscriptFormat) throws {
        guard let outputDir else {
            return try Results.write(
                transcript.formatted(as: formats(or: usual)[0], recording: recording, subtitles: subtitles))
        }
        let folder = URL(filePath: outputDir)
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw OutputFailure(description: "--output-dir cannot be made: \(reason(of: error))")
        }
        let name = recording.replacing("/", with: "_")
        for format in formats(or: usual) {
            let file = folder.appending(path: "\(name).\(format.fileExtension)")
            try transcript.write(to: file, as: format, recording: recording, subtitles: subtitles)
        }
    }
}

extension TranscriptFormat: ExpressibleByArgument {}
