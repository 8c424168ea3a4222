import Foundation
import StenoAudio
import StenoTestSupport

/// A corpus of the test's own making.
struct CorpusFolder {
    let folder: TemporaryFolder
    var url: URL { folder.url }

    init() throws {
        folder = try TemporaryFolder()
    }

    func text(_ path: String, _ text: String) throws {
        try parent(of: path)
        try Data(text.utf8).write(to: folder.file(path))
    }

    /// A tone at 8 kHz, in the format the path's extension names.
    @discardableResult
    func tone(_ path: String, seconds: Double = 0.5, hertz: Double = 440) throws -> URL {
        try audio(path, Signal.sine(hertz: hertz, seconds: seconds, sampleRate: 8000))
    }

    @discardableResult
    func audio(_ path: String, _ samples: [Float]) throws -> URL {
        try parent(of: path)
        let url = folder.file(path)
        try AudioBuffer(samples: samples, sampleRate: SampleRate(hertz: 8000))
            .write(to: url, as: url.pathExtension == "flac" ? .flac : .wav16)
        return url
    }

    func contents(of path: String) throws -> String {
        try String(contentsOf: folder.file(path), encoding: .utf8)
    }

    /// All files beneath the folder with their bytes.
    func snapshot() throws -> [String: Data] {
        let paths = try FileManager.default.subpathsOfDirectory(atPath: url.path)
        var files: [String: Data] = [:]
        for path in paths {
            if let data = try? Data(contentsOf: folder.file(path)) { files[path] = data }
        }
        return files
    }

    private func parent(of path: String) throws {
        try FileManager.default.createDirectory(
            at: folder.file(path).deletingLastPathComponent(), withIntermediateDirectories: true)
    }
}
