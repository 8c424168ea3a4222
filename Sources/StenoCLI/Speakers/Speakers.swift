import ArgumentParser
import Foundation
import Steno
import StenoSpeakers

/// `steno speakers`: the voices that have names.
struct Speakers: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Enroll, list and change the voices that have names.",
        discussion: """
            Enrolled voices get their names in every transcript. They are kept in one file, \
            ~/.local/share/steno/speakers.sqlite unless --speaker-store says otherwise, which several processes may \
            use at once. Audio is not kept, only what the speaker model made of it. `steno transcribe`, `stream` and \
            `diarize` add the voices they hear with --remember: as Speaker 1, Speaker 2 and so on until `rename` gives \
            them a name.

            Examples:
              steno speakers enroll Anna anna1.wav anna2.flac
              steno speakers list
              steno speakers identify unknown.wav
            """,
        subcommands: [
            SpeakersEnroll.self, SpeakersList.self, SpeakersIdentify.self, SpeakersRename.self,
            SpeakersMerge.self,
            SpeakersRemove.self, SpeakersExport.self, SpeakersImport.self, SpeakersVerify.self,
        ],
        defaultSubcommand: SpeakersList.self
    )
}

/// The speaker model of a bundle, and audio for it.
struct SpeakerModelOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The model whose speaker model hears the voices.", valueName: "name|dir"))
    var model = ModelLocator.defaultName

    func embedder() throws -> SpeakerEmbedder {
        try ModelLocator().embedder(of: model)
    }

    func recording(at path: String) throws -> AudioBuffer {
        var reader = try AudioReader(at: URL(filePath: path), sampleRate: .speech)
        let recording = try reader.readAll()
        for warning in reader.warnings { Diagnostics.note("\(warning). Used what is there.") }
        return recording
    }
}

extension ModelLocator {
    /// What hears voices for a model.
    func embedder(of model: String) throws -> SpeakerEmbedder {
        try SpeakerEmbedder(at: folder(for: model).appending(path: "speaker"))
    }
}

struct SpeakersEnroll: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enroll", abstract: "Keep a voice under a name, from one or more recordings of it.")

    @Argument(help: "The name.")
    var name: String

    @Argument(
        help: ArgumentHelp(
            "Recordings in which nobody else speaks; five seconds of speech or more.", valueName: "audio"))
    var recordings: [String]

    @OptionGroup
    var model: SpeakerModelOptions

    @OptionGroup
    var store: SpeakerStoreOptions

    func run() throws {
        let embedder = try model.embedder()
        let enrollment: SpeakerEnrollment
        do {
            enrollment = try embedder.enrollment(of: recordings.map(model.recording))
        } catch let error as SpeakerError {
            throw InputFailure(description: "\(name): \(error)")
        }
        for warning in enrollment.warnings { Diagnostics.note("\(name): \(warning).") }
        let source = Self.source(of: recordings.map { URL(filePath: $0).lastPathComponent })
        try store.open().add(
            EnrolledRecording(
                embedding: enrollment.embedding, model: embedder.fingerprint, source: source,
                speech: enrollment.speech, added: Date()),
            to: name)
        try Results.write("\(name): \(fixed(enrollment.speech, 1)) s of speech enrolled\n")
    }

    /// The names of a few recordings, and how many more there are.
    private static func source(of names: [String]) -> String {
        let shown = names.prefix(3).joined(separator: ", ")
        return names.count > 3 ? "\(shown) and \(names.count - 3) more" : shown
    }
}

struct SpeakersList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the voices that have names, and what they are known from.")

    @OptionGroup
    var store: SpeakerStoreOptions

    func run() throws {
        for speaker in try store.existing()?.speakers() ?? [] {
            let enrolled = speaker.recordings.count { $0.origin == .enrolled }
            let remembered = speaker.recordings.count - enrolled
            let counts =
                (enrolled > 0 || remembered == 0 ? ["\(enrolled) enrolment\(enrolled == 1 ? "" : "s")"] : [])
                + (remembered > 0 ? ["\(remembered) remembered"] : [])
            try Results.write(
                "\(speaker.name)\t\(fixed(speaker.speech, 1)) s of speech\t\(counts.joined(separator: ", "))\t"
                    + speaker.recordings.map(\.source).joined(separator: ", ") + "\n")
        }
    }
}

struct SpeakersIdentify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "identify",
        abstract: "Say whose voice each recording is, or that it is nobody's in the store.")

    @Argument(help: ArgumentHelp("Recordings of one voice each.", valueName: "audio"))
    var recordings: [String]

    @OptionGroup
    var model: SpeakerModelOptions

    @OptionGroup
    var store: SpeakerStoreOptions

    func run() throws {
        let embedder = try model.embedder()
        let voices = try store.voices(for: embedder)
        voices.reportUnusable()
        var failures = 0
        for path in recordings {
            do {
                let matches = try embedder.identification(of: model.recording(at: path), among: voices.voices)
                let best = matches.first.map { "\($0.name) (\(fixed(100 * Double($0.probability), 0)) %)" }
                let known = matches.first.map { $0.probability > 0.5 } ?? false
                try Results.write(
                    "\(path)\t\(known ? best ?? "" : "unknown" + (best.map { ", most like \($0)" } ?? ""))\n")
            } catch {
                // Errors of the file name it themselves.
                Diagnostics.note(error is AudioError ? "\(error)" : "\(path): \(reason(of: error))")
                failures += 1
            }
        }
        if failures > 0 { throw ExitCode(1) }
    }
}

extension EnrolledVoices {
    /// Says whose enrolment another model made.
    func reportUnusable() {
        guard !unusable.isEmpty else { return }
        Diagnostics.note(
            "\(unusable.joined(separator: ", ")): enrolled with another speaker model and not recognized by this one. "
                + "Enroll them again.")
    }
}
