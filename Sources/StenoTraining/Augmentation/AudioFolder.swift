package import Foundation

/// The audio files of some folders and their subfolders, in the order of their paths.
package struct AudioFolder: Sendable {
    package let files: [URL]

    /// - Throws: `TrainingError.unreadable` when a folder is missing or holds no audio.
    package init(_ folders: [URL]) throws(TrainingError) {
        var files: [URL] = []
        for folder in folders {
            let found = Self.audio(in: folder)
            guard !found.isEmpty else {
                throw .unreadable(file: folder.path, reason: "it is no folder with audio files")
            }
            files += found
        }
        self.files = files
    }

    private static let extensions: Set = [
        "wav", "flac", "ogg", "opus", "mp3", "aiff", "au", "sph", "w64", "caf",
    ]

    private static func audio(in folder: URL) -> [URL] {
        let walk = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        return (walk?.compactMap { $0 as? URL } ?? [])
            .filter { extensions.contains($0.pathExtension.lowercased()) }
            .sorted { $0.path < $1.path }
    }
}
