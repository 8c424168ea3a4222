import ArgumentParser
import Foundation
import StenoSpeakers

/// Whether and how voices are told apart.
struct SpeakerOptions: ParsableArguments {
    @Flag(inversion: .prefixedNo, help: "Tell voices apart, where the model can.")
    var speakers = true

    @OptionGroup
    var count: SpeakerCountOptions

    @OptionGroup
    var store: SpeakerStoreOptions

    /// What a tracker is to expect; `nil` leaves speakers out.
    var tracking: SpeakerTracker.Options? {
        guard speakers else { return nil }
        var options = SpeakerTracker.Options()
        options.limit = count.limit
        return options
    }
}

/// How many people may speak.
struct SpeakerCountOptions: ParsableArguments {
    @Option(help: ArgumentHelp("How many people speak, when that is known.", valueName: "n"))
    var speakerCount: Int?

    @Option(help: ArgumentHelp("How many people speak at most.", valueName: "n"))
    var maxSpeakers: Int?

    func validate() throws {
        if speakerCount != nil && maxSpeakers != nil {
            throw ValidationError("Pass either --speaker-count or --max-speakers.")
        }
        for (name, value) in [("--speaker-count", speakerCount), ("--max-speakers", maxSpeakers)] {
            if let value, value < 1 { throw ValidationError("\(name) must be at least 1, not \(value).") }
        }
    }

    var limit: SpeakerLimit {
        speakerCount.map { .exactly($0) } ?? maxSpeakers.map { .atMost($0) } ?? .open
    }
}

/// Where enrolled voices are kept.
struct SpeakerStoreOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The store of enrolled voices.",
            discussion: "By default speakers.sqlite in ~/.local/share/steno.",
            valueName: "file"))
    var speakerStore: String?

    var url: URL {
        speakerStore.map { URL(filePath: $0) } ?? DataFolder().url.appending(path: "speakers.sqlite")
    }

    /// Opens the store, and makes it where there is none.
    func open() throws -> SpeakerStore {
        let folder = url.absoluteURL.deletingLastPathComponent()
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw OutputFailure(
                description: "there is no place for the store of voices: \(reason(of: error)). "
                    + "Pass --speaker-store FILE to keep it elsewhere.")
        }
        return try SpeakerStore(at: url)
    }

    /// Opens the store; `nil` where there is none, so that asking leaves no empty one behind.
    func existing() throws -> SpeakerStore? {
        FileManager.default.fileExists(atPath: url.path) ? try SpeakerStore(at: url) : nil
    }

    /// The names for a transcript: it comes without them where the user's own store cannot be opened, as in a folder
    /// that nobody may write to.
    func names(for embedder: SpeakerEmbedder) throws -> EnrolledVoices {
        do {
            return try voices(for: embedder)
        } catch  where speakerStore == nil {
            Diagnostics.note("\(reason(of: error)) Nobody enrolled has a name in the result.")
            return EnrolledVoices()
        }
    }

    /// Everybody enrolled, as a speaker model hears them; nobody where there is no store yet.
    func voices(for embedder: SpeakerEmbedder) throws -> EnrolledVoices {
        try existing()?.voices(for: embedder.fingerprint) ?? EnrolledVoices()
    }
}
