import Foundation
import StenoAudio
import StenoTestSupport
import StenoTranscript
import Testing

@Suite("Ctrl-C, full disks and closed pipes")
struct InterruptionTests {
    @Test("Ctrl-C ends a stream as the end of its input would: what was heard is finished and written")
    func stream() throws {
        let audio = try AudioFile(at: Sample.audio).read()
        let folder = try TemporaryFolder()
        try audio.write(to: folder.file("sample.wav"))
        let process = Program.process(["stream", "--no-speakers", "--format", "jsonl"])
        let (input, output) = (Pipe(), Pipe())
        (process.standardInput, process.standardOutput) = (input, output)
        try process.run()
        // Half of a recording, and a pipe that stays open, as a microphone's does.
        let half = try Data(contentsOf: folder.file("sample.wav"))
        try input.fileHandleForWriting.write(contentsOf: half.prefix(half.count / 2))
        let beginning = output.fileHandleForReading.availableData
        process.interrupt()
        let rest = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationReason == .exit && process.terminationStatus == 0)
        let events = try StreamEvent.events(reading: String(decoding: beginning + rest, as: UTF8.self))
        #expect(try !Transcript(finalsOf: events).words.isEmpty)
    }

    @Test("Ctrl-C ends a training run with a word on how it goes on, and it does")
    func training() throws {
        let folder = try TemporaryFolder()
        try ToneCorpus.write(to: folder.file("corpus"))
        _ = try Program.run([
            "prepare", "folder", "--from", folder.file("corpus").path, "--to", folder.file("data").path,
        ])
        let recipe = ToneCorpus.recipe(training: #"{"epochs": 5000, "patience": 5000}"#)
        try Data(recipe.utf8).write(to: folder.file("recipe.json"))
        let arguments = [
            "train", folder.file("recipe.json").path, "--data", folder.file("data").path, "--output",
            folder.file("run").path,
        ]
        for arguments in [arguments, arguments + ["--resume"]] {
            let process = Program.process(arguments)
            let errors = Pipe()
            process.standardError = errors
            try process.run()
            // The first line is there: training goes on.
            let beginning = errors.fileHandleForReading.availableData
            process.interrupt()
            let rest = errors.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            // A shell shows a program that died of an interrupt with status 130.
            #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGINT)
            let text = String(decoding: beginning + rest, as: UTF8.self)
            #expect(text.hasSuffix("\nsteno: interrupted; the same command with --resume goes on\n"))
        }
    }

    @Test("a full disk behind standard output is named by what the system says")
    func fullDisk() throws {
        let process = Program.process(["transcribe", "--no-speakers", Sample.audio.path])
        let errors = Pipe()
        process.standardError = errors
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: "/dev/full"))
        try process.run()
        let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 1)
        #expect(text == "steno: standard output: No space left on device\n")
    }

    @Test("an output folder that cannot be made is named with the reason")
    func noFolder() throws {
        let outcome = try Program.run([
            "transcribe", "--no-speakers", "--output-dir", Sample.audio.path, Sample.audio.path,
        ])
        #expect(outcome.status == 1)
        #expect(
            outcome.errors == "steno: --output-dir cannot be made: \(Sample.audio.path): File exists\n")
    }

    @Test("a reader that leaves early ends the program without a word")
    func closedPipe() throws {
        let process = Program.process(
            ["transcribe", "--format", "ctm"] + [String](repeating: Sample.audio.path, count: 3))
        let (output, errors) = (Pipe(), Pipe())
        (process.standardOutput, process.standardError) = (output, errors)
        try process.run()
        try output.fileHandleForReading.close()
        let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGPIPE)
        #expect(text == "")
    }
}
