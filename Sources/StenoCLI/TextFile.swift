import Foundation

/// A text file that the user named.
struct TextFile {
    private let path: String
    /// What stands in it.
    let text: String

    /// Reads a file, or standard input for `-`.
    init(_ path: String) throws(TextFileFailure) {
        self.path = path
        let bytes: Data
        do {
            bytes =
                path == "-"
                ? try FileHandle.standardInput.readToEnd() ?? Data()
                : try Data(contentsOf: URL(filePath: path))
        } catch {
            throw TextFileFailure(path: path, reason: Self.reason(path))
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw TextFileFailure(path: path, reason: "it is not UTF-8")
        }
        self.text = text
    }

    /// What a reader makes of the text; its errors name the file.
    func parsed<Value>(_ read: (String) throws -> Value) throws(TextFileFailure) -> Value {
        do {
            return try read(text)
        } catch {
            throw TextFileFailure(path: path, reason: "\(error)")
        }
    }

    private static func reason(_ path: String) -> String {
        guard FileManager.default.fileExists(atPath: path) else { return "there is no such file" }
        return FileManager.default.fileExists(atPath: path + "/.") ? "it is a folder" : "it may not be read"
    }
}

/// A file the user named that cannot be used.
struct TextFileFailure: Error, CustomStringConvertible {
    let path: String
    let reason: String

    var description: String { "\(path == "-" ? "standard input" : path): \(reason)" }
}
