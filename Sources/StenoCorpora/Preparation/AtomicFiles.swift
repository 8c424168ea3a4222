import Foundation

extension Data {
    /// Writes the file as a whole or not at all, making its folder first.
    func replace(_ file: URL) throws(CorpusError) {
        do {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try write(to: file, options: .atomic)
        } catch {
            throw CorpusError(
                file, "cannot be written: \(error.localizedDescription)",
                remedy: "Choose a folder with room that you may write to.")
        }
    }
}
