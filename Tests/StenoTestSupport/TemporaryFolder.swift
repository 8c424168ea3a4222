public import Foundation

/// A folder of its own for one test, gone when the test is over.
public final class TemporaryFolder: Sendable {
    /// Where it lies.
    public let url: URL

    /// A new empty folder.
    public init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "steno-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    /// A path inside the folder.
    public func file(_ name: String) -> URL {
        url.appending(path: name)
    }

    /// A text file inside the folder.
    public func file(_ name: String, holding text: String) throws -> URL {
        let file = file(name)
        try Data(text.utf8).write(to: file)
        return file
    }
}
