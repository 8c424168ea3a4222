import Foundation
import Steno
import StenoCorpora

/// The words of recordings with their true times and speakers, from the CTM file beside a manifest.
struct TrueWords: Sendable {
    private let words: [String: [Word]]

    /// Reads `strings/test.ctm` for `strings/test.jsonl`; `nil` where there is no such file.
    ///
    /// - Throws: `TranscriptError` naming the line that breaks the format.
    init?(besideManifest manifest: URL) throws {
        let file = manifest.deletingPathExtension().appendingPathExtension("ctm")
        guard FileManager.default.fileExists(atPath: file.path) else { return nil }
        let records = try CTMRecord.records(reading: String(contentsOf: file, encoding: .utf8))
        words = Dictionary(grouping: records, by: \.recording).mapValues { $0.map(\.word) }
    }

    /// The words of a recording, in order of time.
    func words(of id: String) -> [Word] {
        words[id] ?? []
    }

    func pairs(with recognized: [RecognizedUtterance]) -> [(reference: [Word], hypothesis: [Word])] {
        recognized.map { (words(of: $0.utterance.id), $0.transcript.words) }
    }
}
