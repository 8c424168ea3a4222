import Foundation
import StenoAudio
import StenoTestSupport
import StenoTranscript
import Testing

@Suite("--remember")
struct RememberTests {
    private let folder: TemporaryFolder
    /// The sample and one of its turns again, so that each of its two voices has five seconds of speech.
    private let monday: URL
    /// The same people, the other one first.
    private let tuesday: URL

    init() throws {
        folder = try TemporaryFolder()
        monday = folder.file("monday.wav")
        tuesday = folder.file("tuesday.wav")
        try Self.recording(of: [0, 1, 2, 3, 4, 5, 1]).write(to: monday)
        try Self.recording(of: [5, 4, 3, 2, 1, 0, 5]).write(to: tuesday)
    }

    /// Turns of the sample in another order; the even ones are of one voice.
    private static func recording(of turns: [Int]) throws -> AudioBuffer {
        let truth = try Transcript(contentsOf: Sample.truth, as: .stm).segments
        let audio = try AudioFile(at: Sample.audio).read()
        let pieces = turns.map { turn in
            audio.excerpt(
                from: truth[turn].time.start - .milliseconds(200),
                lasting: truth[turn].time.duration + .milliseconds(400)
            ).samples
        }
        return AudioBuffer(samples: pieces.flatMap(\.self), sampleRate: audio.sampleRate)
    }

    private func steno(_ arguments: String..., input: Data = Data()) throws -> Program.Outcome {
        let outcome = try Program.run(arguments, input: input, data: folder.url)
        try #require(outcome.status == 0, "\(arguments): \(outcome.errors)")
        return outcome
    }

    private var people: [String] {
        get throws {
            try steno("speakers", "list").output.split(separator: "\n").map {
                String($0.prefix { $0 != "\t" })
            }
        }
    }

    /// The labels of a transcript in JSON, in the order in which they first speak.
    private func speakers(in json: String) throws -> [String] {
        try Transcript(reading: json, as: .json).segments.compactMap(\.speaker?.rawValue)
            .reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// The labels of turns in RTTM, which has no blanks in names.
    private func speakers(inTurns rttm: String) throws -> Set<String> {
        Set(
            try RTTMRecord.records(reading: rttm).compactMap {
                $0.turn?.speaker.rawValue.replacing("_", with: " ")
            })
    }

    @Test("gives a voice the same name in the next file, and a second run adds nobody")
    func files() throws {
        let first = try steno("transcribe", "--remember", "--format", "json", monday.path)
        #expect(try speakers(in: first.output) == ["Speaker 1", "Speaker 2"])
        #expect(first.errors.contains("monday.wav: Speaker 1 is remembered\n"), "\(first.errors)")
        let second = try steno("transcribe", "--remember", "--format", "json", tuesday.path)
        #expect(try speakers(in: second.output) == ["Speaker 2", "Speaker 1"])
        #expect(second.errors == "")
        _ = try steno("transcribe", "--remember", monday.path, tuesday.path)
        #expect(try people == ["Speaker 1", "Speaker 2"])
        let without = try steno("transcribe", "--format", "json", tuesday.path)
        #expect(try speakers(in: without.output) == ["Speaker 2", "Speaker 1"])
    }

    @Test("gives a voice one name in several files of one command")
    func atOnce() throws {
        let outcome = try steno(
            "transcribe", "--remember", "--format", "json", "--output-dir", folder.file("out").path,
            monday.path,
            tuesday.path)
        func speakers(of name: String) throws -> [String] {
            try self.speakers(
                in: String(contentsOf: folder.file("out/\(name).json"), encoding: .utf8))
        }
        #expect(try speakers(of: "monday") == ["Speaker 1", "Speaker 2"], "\(outcome.errors)")
        #expect(try speakers(of: "tuesday") == ["Speaker 2", "Speaker 1"])
        #expect(try people == ["Speaker 1", "Speaker 2"])
    }

    @Test("keeps an enrolled name, and adds what it heard")
    func enrolled() throws {
        try Self.recording(of: [0, 2, 4]).write(to: folder.file("sally.wav"))
        _ = try steno("speakers", "enroll", "Sally", folder.file("sally.wav").path)
        let outcome = try steno("transcribe", "--remember", "--format", "json", tuesday.path)
        #expect(try speakers(in: outcome.output) == ["Speaker 1", "Sally"])
        let list = try steno("speakers", "list").output
        #expect(list.contains("Sally\t") && list.contains("\t1 enrolment, 1 remembered\t"), "\(list)")
    }

    @Test("says who was not remembered, and why")
    func tooLittle() throws {
        try Self.recording(of: [0, 1]).write(to: folder.file("short.wav"))
        let outcome = try steno("transcribe", "--remember", folder.file("short.wav").path)
        #expect(
            outcome.errors.contains(
                /short.wav: Speaker 1 is not remembered: \d\.\d s of speech, and 5\.0 s are needed/),
            "\(outcome.errors)")
        #expect(try people.isEmpty)
    }

    @Test("writes nothing where nobody asks for it")
    func unasked() throws {
        _ = try steno("transcribe", monday.path)
        _ = try steno("diarize", monday.path)
        #expect(!FileManager.default.fileExists(atPath: folder.file("steno").path))
    }

    @Test("diarization remembers the voices that transcription knows")
    func diarize() throws {
        // A turn more: without words, only what surely is speech counts towards the five seconds.
        let sunday = folder.file("sunday.wav")
        try Self.recording(of: [0, 1, 2, 3, 4, 5, 1, 0]).write(to: sunday)
        let outcome = try steno("diarize", "--remember", "--format", "rttm", sunday.path)
        #expect(try speakers(inTurns: outcome.output) == ["Speaker 1", "Speaker 2"])
        let transcript = try steno("transcribe", "--format", "json", tuesday.path).output
        #expect(try speakers(in: transcript) == ["Speaker 2", "Speaker 1"])
        #expect(try people == ["Speaker 1", "Speaker 2"])
    }

    @Test("diarization as a stream keeps the labels that it showed")
    func live() throws {
        let outcome = try steno("diarize", "--remember", "--latency", "5", "--format", "rttm", monday.path)
        let labels = try speakers(inTurns: outcome.output)
        let kept = try people
        #expect(!kept.isEmpty && Set(kept).isSubset(of: labels), "\(kept) of \(labels)")
        for name in kept { #expect(outcome.errors.contains("monday.wav: \(name) is remembered\n")) }
    }

    /// The events of a stream and what it says on standard error, interrupted once it has read all of some audio.
    private func interruptedStream(_ audio: Data) throws -> (events: [StreamEvent], notes: String) {
        let process = Program.process(["stream", "--remember", "--format", "jsonl"], data: folder.url)
        let (input, output, errors) = (Pipe(), Pipe(), Pipe())
        (process.standardInput, process.standardOutput) = (input, output)
        process.standardError = errors
        try process.run()
        nonisolated(unsafe) var events = Data()
        let reading = DispatchGroup()
        DispatchQueue.global().async(group: reading) {
            events = output.fileHandleForReading.readDataToEndOfFile()
        }
        // The pipe stays open, as a microphone's does.
        try input.fileHandleForWriting.write(contentsOf: audio)
        process.interrupt()
        let notes = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        reading.wait()
        process.waitUntilExit()
        #expect(process.terminationReason == .exit && process.terminationStatus == 0, "\(notes)")
        return (try StreamEvent.events(reading: String(decoding: events, as: UTF8.self)), notes)
    }

    @Test("Ctrl-C ends a stream, and who was heard is remembered for the next one")
    func stream() throws {
        // An interrupt loses what is still in the pipe, two seconds at 16 kHz.
        var audio = try Self.recording(of: [0, 1, 2, 3, 4, 5, 1])
        audio.samples += [Float](repeating: 0, count: 3 * audio.sampleRate.hertz)
        try audio.write(to: folder.file("stream.wav"))
        let (events, notes) = try interruptedStream(Data(contentsOf: folder.file("stream.wav")))
        let first = try Transcript(finalsOf: events).words.first { $0.text == "seven" }?.speaker
        let name = try #require(first?.rawValue)
        #expect(notes.contains("steno: \(name) is remembered\n"), "\(notes)")
        let next = try steno("stream", "--remember", "--format", "jsonl", input: Data(contentsOf: tuesday))
        let words = try Transcript(finalsOf: StreamEvent.events(reading: next.output)).words
        #expect(words.first?.speaker?.rawValue == name)
        #expect(try people.count { $0 == name } == 1)
    }

    @Test("two processes at once keep each voice once")
    func processes() throws {
        let processes = try [monday, tuesday, monday].map { file in
            let process = Program.process(["transcribe", "--remember", file.path], data: folder.url)
            (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
            try process.run()
            return process
        }
        for process in processes {
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
        }
        #expect(try people == ["Speaker 1", "Speaker 2"])
    }

    @Test("a store that cannot be made is named before anything is done")
    func noStore() throws {
        let outcome = try Program.run(
            ["transcribe", "--remember", "--speaker-store", "/proc/nobody/speakers.sqlite", monday.path])
        #expect(outcome.status == 1 && outcome.output == "")
        #expect(outcome.errors.contains("there is no place for the store of voices: /proc/nobody"))
    }

    @Test(
        "is refused where no voices are told apart",
        arguments: [
            ["transcribe", "--no-speakers"], ["transcribe", "--channels", "separate"],
            ["diarize", "--reference", "ref.rttm"],
        ])
    func usage(options: [String]) throws {
        #expect(try Program.run(options + ["--remember", monday.path]).status == 64)
    }
}
