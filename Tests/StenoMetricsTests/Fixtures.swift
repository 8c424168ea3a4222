import Foundation
import StenoTranscript

/// The files beside the tests; `Fixtures/README.md` says what made them.
enum Fixtures {
    static func json<T: Decodable>(_ name: String, as type: T.Type = T.self) throws -> T {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(type, from: Data(contentsOf: folder.appending(path: name)))
    }
}

func range(_ start: Double, _ end: Double) -> TimeRange {
    TimeRange(start: .milliseconds((start * 1000).rounded()), end: .milliseconds((end * 1000).rounded()))
}

/// Words at one a second, as in `theo: two one`.
func words(_ text: String, from start: Double = 0, by speaker: SpeakerID? = nil) -> [Word] {
    text.split(separator: " ").enumerated().map { place, word in
        Word(
            text: String(word), time: range(start + Double(place), start + Double(place) + 0.8),
            speaker: speaker)
    }
}
