import Foundation
import StenoCorpora
import StenoTranscript
import Testing

@Suite("The folder layout")
struct FolderLayoutTests {
    let corpus: CorpusFolder

    init() throws {
        corpus = try CorpusFolder()
    }

    @Test("pairs audio with the text beside it and takes the folder for the speaker")
    func pairs() throws {
        try corpus.tone("anna/one.wav")
        try corpus.text("anna/one.txt", "first line\nsecond line\n")
        try corpus.tone("two.flac")
        try corpus.text("two.txt", "hello")
        try corpus.tone("three.wav")
        let listing = try FolderLayout().listing(of: corpus.url)
        #expect(listing.entries.map(\.id) == ["anna-one", "two"])
        #expect(listing.entries.map(\.text) == ["first line second line", "hello"])
        #expect(listing.entries.map(\.speaker) == ["anna", nil])
        #expect(listing.leftOut == [LeftOut("three.wav", .missingText, "no three.txt")])
    }
}
