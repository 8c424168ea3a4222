package import FoundationEssentials

/// The names of all files beneath a folder, sorted, so that no result depends on the file system's order.
///
/// Hidden files, such as the `._name.wav` that some archives bring along, do not count. Links to folders are not
/// followed, but the folder itself may be one.
package struct FileTree: Sendable {
    package let root: URL

    /// Paths from the root, such as `wavs/LJ001-0001.wav`.
    package let paths: [String]

    private let known: Set<String>

    package init(_ root: URL) throws(CorpusError) {
        do {
            let folder = root.resolvingSymlinksInPath()
            self.init(folder, paths: try FileManager.default.subpathsOfDirectory(atPath: folder.path))
        } catch {
            throw CorpusError(root, "cannot be listed", remedy: "Name the folder that holds the corpus.")
        }
    }

    package init(_ root: URL, paths: [String]) {
        self.root = root
        self.paths = paths.filter { path in !path.pathComponents.contains { $0.hasPrefix(".") } }.sorted()
        known = Set(self.paths)
    }

    package func contains(_ path: String) -> Bool {
        known.contains(path)
    }

    package func url(_ path: String) -> URL {
        root.appending(path: path)
    }

    /// The file that a list names: whole, or from the root.
    package func file(_ path: String) -> URL {
        path.hasPrefix("/") ? URL(filePath: path) : url(path)
    }

    /// The audio file of this path without its extension, whichever extension it has.
    package func audio(stem: String) -> URL? {
        AudioFileName.extensions.lazy
            .flatMap { [stem + "." + $0, stem + "." + $0.uppercased()] }
            .first(where: known.contains)
            .map(url)
    }

    /// The lines of a text file, without the empty ones, each with its number from 1.
    package func lines(of path: String) throws(CorpusError) -> [(number: Int, text: Substring)] {
        let text: String
        do {
            text = try String(contentsOf: url(path), encoding: .utf8)
        } catch {
            throw CorpusError(
                url(path), "cannot be read as UTF-8 text",
                remedy: "Restore it, or convert it with `iconv -t utf-8`.")
        }
        // Not every newline character ends a line: transcripts may hold U+2028 and its kind.
        return text.trimmingPrefix("\u{FEFF}")
            .split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }.enumerated()
            .map { (number: $0 + 1, text: $1) }
            .filter { !$0.text.allSatisfy(\.isWhitespace) }
    }
}

/// What a file's name tells about its sound.
package enum AudioFileName {
    /// The extensions of what libsndfile opens, the usual ones of speech corpora first.
    package static let extensions = [
        "wav", "flac", "opus", "ogg", "mp3", "sph", "aiff", "aif", "au", "w64", "caf", "oga", "nist", "rf64",
    ]

    package static func isAudio(_ path: String) -> Bool {
        extensions.contains(path.pathExtension.lowercased())
    }
}

extension StringProtocol {
    /// The parts between slashes.
    var pathComponents: [String] {
        String(self).split(separator: "/").map(String.init)
    }

    /// The last part of a path.
    var fileName: String {
        String(self).split(separator: "/").last.map(String.init) ?? ""
    }

    /// What follows the last dot of the file's name; empty when there is none.
    var pathExtension: String {
        let name = fileName
        return name.lastIndex(of: ".").map { String(name[name.index(after: $0)...]) } ?? ""
    }

    /// The file's name without its extension.
    var fileStem: String {
        let name = fileName
        return name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
    }

    /// The path without its extension.
    var withoutExtension: String {
        let ending = pathExtension
        return ending.isEmpty ? String(self) : String(dropLast(ending.count + 1))
    }

    /// The path of the folder, empty for a file at the root.
    var parentPath: String {
        lastIndex(of: "/").map { String(self[..<$0]) } ?? ""
    }

    /// The first word and what follows it, as in `id transcript` lines.
    var firstWordAndRest: (first: String, rest: String) {
        guard let space = firstIndex(where: \.isWhitespace) else { return (String(self), "") }
        return (String(self[..<space]), String(self[space...].drop(while: \.isWhitespace)))
    }
}

/// A name inside a folder, or beneath it when the folder is the root.
func joinPath(_ folder: String, _ name: String) -> String {
    folder.isEmpty ? name : folder + "/" + name
}
