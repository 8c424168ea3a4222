import Foundation
import StenoCorpora
import StenoTranscript
import Testing

@Suite("The AN4 layout")
struct AN4LayoutTests {
    let corpus: CorpusFolder

    init() throws {
        corpus = try CorpusFolder()
    }

    @Test("joins transcripts and recordings of both parts")
    func parts() throws {
        try corpus.text("etc/an4_train.transcription", "<s> RUBOUT G M EF </s> (an251-fash-b)\n")
        try corpus.text("etc/an4_train.fileids", "an4_clstk/fash/an251-fash-b\n")
        try corpus.text("etc/an4_test.transcription", "GO (an406-fcaw-b)\n")
        try corpus.text("etc/an4_test.fileids", "an4test_clstk/fcaw/an406-fcaw-b\n")
        try corpus.tone("wav/an4_clstk/fash/an251-fash-b.wav")
        try corpus.text("wav/an4test_clstk/fcaw/an406-fcaw-b.sph", "")
        let listing = try AN4Layout().listing(of: corpus.url)
        #expect(listing.entries.map(\.id) == ["an251-fash-b", "an406-fcaw-b"])
        #expect(listing.entries.map(\.text) == ["RUBOUT G M EF", "GO"])
        #expect(listing.entries.map(\.speaker) == ["fash", "fcaw"])
        #expect(listing.entries.map(\.split) == ["train", "test"])
        #expect(listing.leftOut.isEmpty)
    }

    @Test("names what has no id or no recording, and misses a lacking list")
    func faults() throws {
        try corpus.text("etc/an4_train.transcription", "NO ID\n<s> LOST </s> (an1-x-b)\n")
        let error = #expect(throws: CorpusError.self) { try AN4Layout().listing(of: corpus.url) }
        #expect(error?.file.lastPathComponent == "an4_train.fileids")
        try corpus.text("etc/an4_train.fileids", "an4_clstk/x/an1-x-b\n")
        let listing = try AN4Layout().listing(of: corpus.url)
        #expect(listing.leftOut.map(\.name) == ["etc/an4_train.transcription:1", "an1-x-b"])
        #expect(listing.leftOut.map(\.reason) == [.badLine, .missingAudio])
    }
}
