import Foundation
import StenoTranscript
import Testing

/// The built program, run as a user runs it.
struct Program {
    /// What a run left behind.
    struct Outcome {
        let status: Int32
        let output: String
        let errors: String
    }

    /// The repository, where README's commands are run.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// `steno` lies beside the tests it was built with.
    static let executable = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appending(path: "steno")

    /// `steno`, to be run by the test itself.
    static func process(_ arguments: [String], data: URL? = nil) -> Process {
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.currentDirectoryURL = root
        var environment = ProcessInfo.processInfo.environment
        environment["XDG_DATA_HOME"] = (data ?? URL(filePath: "/nonexistent")).path
        // The sample speaks digits.
        environment["STENO_MODEL"] = "digits"
        process.environment = environment
        return process
    }

    /// Runs `steno` with a data folder of its own, so that no test sees the user's models and voices.
    ///
    /// - Parameters:
    ///   - input: What standard input brings.
    ///   - data: Where models and enrolled voices are kept.
    static func run(_ arguments: [String], input: Data = Data(), data: URL? = nil) throws -> Outcome {
        let process = process(arguments, data: data)
        let (output, errors, standardInput) = (Pipe(), Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        process.standardInput = standardInput
        try process.run()
        // Each pipe has a thread of its own: a full one must not hold up the others.
        let reading = DispatchGroup()
        nonisolated(unsafe) var (outputData, errorData) = (Data(), Data())
        DispatchQueue.global().async(group: reading) {
            outputData = output.fileHandleForReading.readDataToEndOfFile()
        }
        DispatchQueue.global().async(group: reading) {
            errorData = errors.fileHandleForReading.readDataToEndOfFile()
        }
        DispatchQueue.global().async(group: reading) {
            try? standardInput.fileHandleForWriting.write(contentsOf: input)
            try? standardInput.fileHandleForWriting.close()
        }
        reading.wait()
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus, output: String(decoding: outputData, as: UTF8.self),
            errors: String(decoding: errorData, as: UTF8.self))
    }
}

/// The recording that ships with the project, and what is said in it.
enum Sample {
    static let audio = Program.root.appending(path: "Examples/sample/conversation.flac")
    static let truth = Program.root.appending(path: "Examples/sample/conversation.stm")

    /// The turns as utterances of a manifest.
    ///
    /// - Parameter fields: Further members of a turn's object.
    static func manifest(fields: (Segment) -> String) throws -> String {
        try Transcript(contentsOf: truth, as: .stm).segments.enumerated().map { index, turn in
            let start = turn.time.start / .seconds(1) - 0.2, length = turn.time.duration / .seconds(1) + 0.4
            return
                "{\"id\": \"the turn-\(index)\", \"audio_filepath\": \"\(audio.path)\", \"offset\": \(start), "
                + "\"duration\": \(length), \"text\": \"\(turn.text)\", \(fields(turn))}\n"
        }.joined()
    }
}
