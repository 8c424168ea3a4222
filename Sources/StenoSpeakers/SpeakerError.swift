public import Foundation

/// What can go wrong with voices: each case names the thing, the fact and the way out.
public enum SpeakerError: Error, Equatable, Sendable {
    /// SQLite could not open, read or write the store.
    case storeFailed(path: String, reason: String)
    /// The file was written by a later version of Steno.
    case storeTooNew(path: String)
    /// A name that nobody can have.
    case invalidName(String, reason: String)
    /// Nobody has the name.
    case unknownSpeaker(String, known: [String])
    /// Somebody else has the name.
    case nameTaken(String)
    /// The exchange file is not what `export` writes.
    case unreadableExport(reason: String)
    /// A speaker model's folder lacks something, or what it has does not fit.
    case invalidModel(path: String, reason: String)
    /// Models whose networks differ in size cannot hear together.
    case differentSizes
    /// The audio holds too little speech to know a voice by.
    case tooLittleSpeech(seconds: Double, needed: Double)
}

extension SpeakerError: LocalizedError {
    /// The same as `description`.
    public var errorDescription: String? { description }
}

extension SpeakerError: CustomStringConvertible {
    /// One sentence or two: the thing, the fact, the way out.
    public var description: String {
        switch self {
        case .storeFailed(let path, let reason):
            "the speaker store \(path) cannot be used: \(reason). Check the file and its folder's permissions, or name another store."
        case .storeTooNew(let path):
            "the speaker store \(path) was written by a later version of Steno. Update Steno, or name another store."
        case .invalidName(let name, let reason):
            "\"\(name)\" cannot be a speaker's name: \(reason)."
        case .unknownSpeaker(let name, let known):
            known.isEmpty
                ? "nobody is called \(name): the store is empty. Enrol somebody first."
                : "nobody is called \(name). The store knows \(known.joined(separator: ", "))."
        case .nameTaken(let name):
            "there is already a \(name). Merge the two, or choose another name."
        case .unreadableExport(let reason):
            "this is not an export of speakers: \(reason)."
        case .invalidModel(let path, let reason):
            "the speaker model \(path) cannot be used: \(reason)."
        case .differentSizes:
            "speaker models of different sizes cannot be joined. Train them with the same \"network\" in their recipes."
        case .tooLittleSpeech(let seconds, let needed):
            "there are \(tenths(seconds)) s of speech, and \(tenths(needed)) s are needed to know a voice. Use a longer recording."
        }
    }

    private func tenths(_ seconds: Double) -> String {
        String(format: "%.1f", seconds)
    }
}
