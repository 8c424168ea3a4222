import ArgumentParser
import Foundation

/// A folder that a command writes, whole or not at all.
struct NewFolder {
    private let target: URL

    /// - Throws: Where it exists already.
    init(_ path: String) throws {
        target = URL(filePath: path)
        guard !FileManager.default.fileExists(atPath: target.path) else {
            throw ValidationError("\(path) exists already; name a folder that does not.")
        }
    }

    /// - Parameter fill: Makes the folder at the given place, from where it is moved to its own.
    func write(_ fill: (URL) throws -> Void) throws {
        let draft = target.deletingLastPathComponent()
            .appending(
                path: ".\(target.lastPathComponent).\(ProcessInfo.processInfo.processIdentifier).partial")
        do {
            try fill(draft)
            try FileManager.default.moveItem(at: draft, to: target)
        } catch {
            try? FileManager.default.removeItem(at: draft)
            throw error
        }
    }
}
