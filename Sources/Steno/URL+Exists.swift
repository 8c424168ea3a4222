import FoundationEssentials

extension URL {
    /// Whether there is a file or folder of that name.
    var exists: Bool { FileManager.default.fileExists(atPath: path(percentEncoded: false)) }
}
