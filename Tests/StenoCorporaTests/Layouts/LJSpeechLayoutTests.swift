import Foundation
import StenoCorpora
import StenoTranscript
import Testing

@Suite("The LJSpeech layout")
struct LJSpeechLayoutTests {
    let corpus: CorpusFolder

    init() throws {
        corpus = try CorpusFolder()
    }

    @Test("prefers the normalized transcript and reads a fourth column as the speaker")
    func columns() throws {
        try corpus.text(
            "metadata.csv",
            "LJ001-0001|In 1455|in fourteen fifty-five\nLJ001-0002|two columns\nLJ001-0003|Drei|drei|anna\n")
        for number in 1...3 { try corpus.tone("wavs/LJ001-000\(number).wav") }
        let listing = try LJSpeechLayout().listing(of: corpus.url)
        #expect(listing.entries.map(\.text) == ["in fourteen fifty-five", "two columns", "drei"])
        #expect(listing.entries.map(\.speaker) == [nil, nil, "anna"])
        #expect(listing.leftOut.isEmpty)
    }

    @Test("names lines without a transcript and recordings that are missing or not listed")
    func faults() throws {
        try corpus.text("metadata.csv", "LJ001-0001\nLJ001-0002|a|a\n")
        try corpus.tone("wavs/LJ001-0009.wav")
        let listing = try LJSpeechLayout().listing(of: corpus.url)
        #expect(listing.entries.isEmpty)
        #expect(listing.leftOut.map(\.name) == ["metadata.csv:1", "LJ001-0002", "wavs/LJ001-0009.wav"])
        #expect(listing.leftOut.map(\.reason) == [.badLine, .missingAudio, .missingText])
    }
}
