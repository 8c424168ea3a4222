import Foundation
import StenoTestSupport
import Testing

/// `kill -9` at steps and moments that the seed draws: what matters is that no moment is special.
@Suite("steno train, killed", .serialized)
struct KilledTrainingTests {
    /// A prepared corpus and a recipe, and the model of a run that nobody interrupted.
    private struct Bench {
        let folder: TemporaryFolder
        let model: Data

        init(hidden: Int) throws {
            folder = try TemporaryFolder()
            try ToneCorpus.write(to: folder.file("corpus"))
            let prepared = try Program.run([
                "prepare", "folder", "--from", folder.file("corpus").path, "--to", folder.file("data").path,
            ])
            try #require(prepared.status == 0, "\(prepared.errors)")
            let recipe = ToneCorpus.recipe(
                training: #"{"epochs": 5, "checkpoint_steps": 1, "average_best": 2, "log_steps": 2}"#,
                hidden: hidden, batch: 4)
            try Data(recipe.utf8).write(to: folder.file("recipe.json"))
            let whole = try Program.run(Self.arguments(folder, "whole"))
            try #require(whole.status == 0, "\(whole.errors)")
            model = try Self.model(folder, "whole")
        }

        private static func arguments(_ folder: TemporaryFolder, _ run: String) -> [String] {
            let (recipe, data) = (folder.file("recipe.json").path, folder.file("data").path)
            return ["train", recipe, "--data", data, "--output", folder.file(run).path, "--threads", "2"]
        }

        private static func model(_ folder: TemporaryFolder, _ run: String) throws -> Data {
            try Data(contentsOf: folder.file("\(run)/model/model.safetensors"))
        }

        /// Starts or resumes the run that is killed, and kills it when `moment` returns.
        ///
        /// - Returns: Whether the run was still going on.
        func killed(at moment: (Process) -> Void) throws -> Bool {
            let process = Program.process(Self.arguments(folder, "killed") + ["--resume"])
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            moment(process)
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            return process.terminationReason == .uncaughtSignal
        }

        /// Waits until the run that is to be killed has written so many checkpoints more, or is over.
        func wait(forCheckpoints count: Int, of process: Process) {
            for _ in 0..<count {
                let old = checkpointInode
                while checkpointInode == old && process.isRunning { usleep(100) }
            }
        }

        /// Every checkpoint is a new file of the same name.
        private var checkpointInode: Int? {
            let file = folder.file("killed/checkpoint.safetensors").path
            return (try? FileManager.default.attributesOfItem(atPath: file))?[.systemFileNumber] as? Int
        }

        /// Lets the killed run come to its end.
        func resumed() throws -> Data {
            let outcome = try Program.run(Self.arguments(folder, "killed") + ["--resume"])
            try #require(outcome.status == 0, "\(outcome.errors)")
            return try Self.model(folder, "killed")
        }

        /// Files in the run's folders that never got their name.
        var drafts: [String] {
            ["killed", "killed/epochs", "killed/model"].flatMap { name in
                (try? FileManager.default.contentsOfDirectory(atPath: folder.file(name).path)) ?? []
            }.filter { $0.hasPrefix(".") }
        }
    }

    @Test("a run killed again and again at random moments ends with the model of an uninterrupted one")
    func randomMoments() throws {
        let bench = try Bench(hidden: 16)
        var random = SeededGenerator(seed: 9)
        var kills = 0
        for _ in 0..<8 {
            let checkpoints = Int.random(in: 0...3, using: &random)
            let microseconds = UInt32.random(in: 0..<20_000, using: &random)
            let killed = try bench.killed { process in
                bench.wait(forCheckpoints: checkpoints, of: process)
                usleep(microseconds)
            }
            kills += killed ? 1 : 0
        }
        #expect(kills > 0)
        #expect(try bench.resumed() == bench.model)
        #expect(bench.drafts == [])
    }

    @Test("a run killed in the middle of writing a checkpoint goes on from the one before")
    func middleOfWriting() throws {
        let bench = try Bench(hidden: 256)
        var unfinished = 0
        // The file is there for a few milliseconds: not every try hits it, and each hit costs a start of the program.
        for _ in 0..<40 where unfinished < 3 {
            _ = try bench.killed { process in
                let draft = bench.folder.file(
                    "killed/.checkpoint.safetensors.\(process.processIdentifier).partial"
                ).path
                while access(draft, F_OK) != 0 && process.isRunning {}
            }
            unfinished += bench.drafts.contains { $0.hasPrefix(".checkpoint.") } ? 1 : 0
        }
        #expect(unfinished > 0, "no kill hit a file that was being written")
        #expect(try bench.resumed() == bench.model)
        #expect(bench.drafts == [])
    }
}
