import ArgumentParser
import Foundation
import StenoSpeakers

struct SpeakersRename: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rename", abstract: "Give a voice another name.")

    @Argument(help: "The name it has.")
    var name: String

    @Argument(help: "The name it gets, which nobody has yet.")
    var newName: String

    @OptionGroup
    var store: SpeakerStoreOptions

    func run() throws {
        try store.open().rename(name, to: newName)
    }
}

struct SpeakersMerge: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Make two names one person: the second keeps its name and gets all recordings.")

    @Argument(help: "The name that goes.")
    var name: String

    @Argument(help: "The name that stays.")
    var target: String

    @OptionGroup
    var store: SpeakerStoreOptions

    func run() throws {
        try store.open().merge(name, into: target)
    }
}

struct SpeakersRemove: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "remove", abstract: "Forget voices.")

    @Argument(help: "The names to forget.")
    var names: [String]

    @OptionGroup
    var store: SpeakerStoreOptions

    func run() throws {
        let store = try store.open()
        for name in names { try store.remove(name) }
    }
}

struct SpeakersExport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write all voices as JSON to standard output.")

    @OptionGroup
    var store: SpeakerStoreOptions

    func run() throws {
        try Results.write(String(decoding: store.open().exported(), as: UTF8.self))
    }
}

struct SpeakersImport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Add the voices that `export` wrote; what is there already is not doubled.")

    @Argument(help: ArgumentHelp("The exported file.", valueName: "file"))
    var file: String

    @OptionGroup
    var store: SpeakerStoreOptions

    func run() throws {
        let added = try store.open().importing(Data(contentsOf: URL(filePath: file)))
        try Results.write("\(added) new recordings\n")
    }
}
