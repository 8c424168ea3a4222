import Foundation

/// Finds the model bundle that `--model NAME|DIR` means.
///
/// Looked up in this order: a folder of that path; `models/NAME` in the user's data folder
/// (`$XDG_DATA_HOME/steno`, by default `~/.local/share/steno`); `share/steno/models/NAME` beside the folder the
/// program is installed in; `models/NAME` in a folder above the program, which is where a build from source has it.
struct ModelLocator {
    /// What is used where nothing is said: `$STENO_MODEL`, or the model of English that ships.
    static let defaultName = ProcessInfo.processInfo.environment["STENO_MODEL"] ?? "english"

    /// Folders that hold bundles by name, in the order of the search.
    let libraries: [URL]

    init(environment: [String: String], executable: URL) {
        let resolved = executable.resolvingSymlinksInPath()
        let installed = resolved.deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "share/steno/models")
        libraries =
            [DataFolder(environment: environment).url.appending(path: "models"), installed]
            + Self.ancestors(of: resolved).map { $0.appending(path: "models") }
    }

    init() {
        self.init(environment: ProcessInfo.processInfo.environment, executable: Self.executable)
    }

    /// The bundle's folder.
    ///
    /// - Throws: `ModelNotFound` that lists where it was looked for and which names there are.
    func folder(for nameOrPath: String) throws -> URL {
        let path = URL(filePath: nameOrPath)
        if Self.isBundle(path) { return path }
        for library in libraries {
            let candidate = library.appending(path: nameOrPath)
            if Self.isBundle(candidate) { return candidate }
        }
        throw ModelNotFound(name: nameOrPath, available: names)
    }

    /// The names of all bundles that can be used without a path.
    var names: [String] {
        let found = libraries.flatMap { library in
            ((try? FileManager.default.contentsOfDirectory(atPath: library.path)) ?? [])
                .filter { Self.isBundle(library.appending(path: $0)) }
        }
        return Set(found).sorted()
    }

    private static func isBundle(_ folder: URL) -> Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: "config.json").path)
    }

    private static func ancestors(of file: URL) -> [URL] {
        let parent = file.deletingLastPathComponent()
        return parent.path == file.path || parent.path == "/" ? [] : [parent] + ancestors(of: parent)
    }

    private static var executable: URL {
        URL(
            filePath: (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
                ?? CommandLine.arguments[0])
    }
}

/// A `--model` that names nothing.
struct ModelNotFound: Error, CustomStringConvertible {
    let name: String
    let available: [String]

    var description: String {
        let known =
            available.isEmpty
            ? "no model is installed" : "installed are: \(available.joined(separator: ", "))"
        return
            "there is no model \"\(name)\" (\(known)). Pass one of those names or the path of a model folder."
    }
}

/// Where Steno keeps what belongs to the user: models and enrolled voices.
struct DataFolder {
    let url: URL

    /// `$XDG_DATA_HOME/steno`, by default `~/.local/share/steno` (XDG Base Directory Specification 0.8).
    init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        if let base = environment["XDG_DATA_HOME"], base.hasPrefix("/") {
            url = URL(filePath: base).appending(path: "steno")
        } else {
            let home =
                environment["HOME"].map { URL(filePath: $0) }
                ?? FileManager.default.homeDirectoryForCurrentUser
            url = home.appending(path: ".local/share/steno")
        }
    }
}
