public import Foundation

/// Real speech for those who have it: a folder `shared/data` beside the checkout, with a folder for each corpus in
/// its own layout. It is no part of the project, so a test that needs it is skipped, and says so, where it is absent:
///
/// ```swift
/// @Test("…", .enabled(if: SharedData.has("fsdd"), "needs ../shared/data/fsdd"))
/// ```
public enum SharedData {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "shared/data")

    /// Whether a corpus is there.
    public static func has(_ corpus: String) -> Bool {
        FileManager.default.fileExists(atPath: Self.corpus(corpus).path)
    }

    /// The folder of a corpus.
    public static func corpus(_ name: String) -> URL {
        folder.appending(path: name)
    }

    /// So many recordings of a corpus, evenly spread over all of them, the same in every run.
    public static func recordings(_ count: Int, of corpus: String) -> [URL] {
        let endings: Set = ["wav", "flac", "opus", "ogg"]
        let files = FileManager.default.enumerator(at: Self.corpus(corpus), includingPropertiesForKeys: nil)
        let found = (files?.compactMap { $0 as? URL } ?? [])
            .filter { endings.contains($0.pathExtension) }.sorted { $0.path < $1.path }
        return (0..<min(count, found.count)).map { found[$0 * found.count / count] }
    }
}
