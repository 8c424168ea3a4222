import Foundation
import StenoAudio
import StenoTestSupport
import StenoTranscript
import Testing

@Suite("steno speakers")
struct SpeakersTests {
    /// The turns of each of the sample's two voices, as files.
    private func voices(in folder: TemporaryFolder) throws -> [String: [URL]] {
        let truth = try Transcript(contentsOf: Sample.truth, as: .stm)
        let audio = try AudioFile(at: Sample.audio).read()
        var files: [String: [URL]] = [:]
        for (index, segment) in truth.segments.enumerated() {
            let name = try #require(segment.speaker?.rawValue)
            let file = folder.file("\(name)-\(index).wav")
            try audio.excerpt(from: segment.time.start, lasting: segment.time.duration).write(to: file)
            files[name, default: []].append(file)
        }
        return files
    }

    @Test("enrolled voices are named in transcripts, compared, renamed, exported and forgotten")
    func lifeOfAVoice() throws {
        let folder = try TemporaryFolder()
        let files = try voices(in: folder)
        func steno(_ arguments: String...) throws -> Program.Outcome {
            let outcome = try Program.run(arguments, data: folder.url)
            #expect(outcome.status == 0, "\(arguments): \(outcome.errors)")
            return outcome
        }
        for (name, recordings) in files.sorted(by: { $0.key < $1.key }) {
            let outcome = try Program.run(
                ["speakers", "enroll", name] + recordings.map(\.path), data: folder.url)
            #expect(outcome.status == 0, "\(outcome.errors)")
        }
        #expect(try steno("speakers", "list").output.split(separator: "\n").count == files.count)

        let json = try steno("transcribe", "--format", "json", Sample.audio.path).output
        let names = Set(try Transcript(reading: json, as: .json).segments.compactMap(\.speaker?.rawValue))
        #expect(!names.isDisjoint(with: files.keys), "an enrolled voice is named: \(names)")

        let unknown = try #require(files["en-gb+f4"]?.first).path
        #expect(try steno("speakers", "identify", unknown).output.hasPrefix(unknown + "\t"))
        _ = try steno("speakers", "rename", "en-gb+f4", "Sally")
        #expect(try steno("speakers", "list").output.contains("Sally\t"))
        let export = folder.file("voices.json")
        try Data(steno("speakers", "export").output.utf8).write(to: export)
        _ = try steno("speakers", "remove", "Sally")
        #expect(try !steno("speakers", "list").output.contains("Sally"))
        #expect(try steno("speakers", "import", export.path).output == "1 new recordings\n")
        #expect(try steno("speakers", "list").output.contains("Sally\t"))
    }

    @Test("trials tell how well two voices are told apart, and a line that is none is named")
    func verify() throws {
        let folder = try TemporaryFolder()
        let files = try voices(in: folder)
        let names = files.keys.sorted()
        let lines = names.flatMap { one in
            names.map { other in
                let pair = (
                    files[one]?.first?.lastPathComponent ?? "", files[other]?.last?.lastPathComponent ?? ""
                )
                return "{\"target\": \(one == other), \"enroll\": {\"audio_filepath\": \"\(pair.0)\"}, "
                    + "\"test\": {\"audio_filepath\": \"\(pair.1)\", \"offset\": 0}}\n"
            }
        }
        let list = try folder.file("trials.jsonl", holding: lines.joined())
        let outcome = try Program.run(["speakers", "verify", list.path])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(
            outcome.output.contains("equal error rate ") && outcome.output.contains("2 trials of one person"))
        #expect(outcome.output.contains("of 2 pieces"), "\(outcome.output)")
        let severalPieces = lines.map { line in
            line.replacing(/"enroll": (\{[^}]*\})/) { "\"enroll\": [\($0.1), \($0.1)]" }
        }
        let several = try folder.file("several.jsonl", holding: severalPieces.joined())
        #expect(try Program.run(["speakers", "verify", several.path]).output.contains("of 2 pieces"))
        let broken = try folder.file("broken.jsonl", holding: lines[0] + "{}\n")
        let refused = try Program.run(["speakers", "verify", broken.path])
        #expect(refused.status == 1)
        #expect(refused.errors.contains("broken.jsonl") && refused.errors.contains("line 2 is not a trial"))
    }

    @Test("processes that enroll into one store at once lose nobody")
    func atOnce() throws {
        let folder = try TemporaryFolder()
        let names = (1...6).map { "voice \($0)" }
        let processes = try names.map { name in
            let process = Program.process(["speakers", "enroll", name, Sample.audio.path], data: folder.url)
            process.standardOutput = FileHandle.nullDevice
            try process.run()
            return process
        }
        for process in processes {
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
        }
        let list = try Program.run(["speakers", "list"], data: folder.url).output.split(separator: "\n")
        #expect(list.map { $0.prefix { $0 != "\t" } }.map(String.init) == names)
    }

    @Test("asking for voices leaves no empty store behind, and a place that cannot be made is named")
    func noStore() throws {
        let folder = try TemporaryFolder()
        let list = try Program.run(["speakers", "list"], data: folder.url)
        #expect(list.status == 0 && list.output == "" && list.errors == "")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == [])
        let outcome = try Program.run([
            "speakers", "enroll", "Anna", Sample.audio.path, "--speaker-store",
            "/proc/nobody/speakers.sqlite",
        ])
        #expect(outcome.status == 1)
        #expect(
            outcome.errors.hasSuffix(
                "steno: there is no place for the store of voices: /proc/nobody: No such file or "
                    + "directory. Pass --speaker-store FILE to keep it elsewhere.\n"))
    }

    @Test("a voice nobody enrolled cannot be removed, and the error says who is known")
    func unknown() throws {
        let folder = try TemporaryFolder()
        let outcome = try Program.run(["speakers", "remove", "nobody"], data: folder.url)
        #expect(outcome.status == 1)
        #expect(outcome.errors.hasPrefix("steno: nobody is called nobody"))
    }
}
