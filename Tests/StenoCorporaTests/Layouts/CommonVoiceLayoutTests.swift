import Foundation
import StenoCorpora
import StenoJSON
import StenoTranscript
import Testing

@Suite("The Common Voice layout")
struct CommonVoiceLayoutTests {
    let corpus: CorpusFolder

    init() throws {
        corpus = try CorpusFolder()
    }
    let header = "client_id\tpath\tsentence\tup_votes\tgender\taccents\n"

    @Test("reads the three lists with speaker, gender and accent")
    func lists() throws {
        try corpus.text("train.tsv", header + "ab12\tcommon_voice_de_1.mp3\tGuten Tag.\t2\tfemale\tBayern\n")
        try corpus.text("test.tsv", header + "cd34\tcommon_voice_de_2.mp3\t\"Ja\", sagte er.\t2\t\t\n")
        // What matters is the path: a layout opens no audio.
        try corpus.text("clips/common_voice_de_1.mp3", "")
        try corpus.text("clips/common_voice_de_2.mp3", "")
        let listing = try CommonVoiceLayout().listing(of: corpus.url)
        #expect(listing.entries.map(\.split) == ["train", "test"])
        #expect(listing.entries.map(\.text) == ["Guten Tag.", "\"Ja\", sagte er."])
        #expect(listing.entries.map(\.speaker) == ["ab12", "cd34"])
        #expect(listing.entries[0].extra == ["gender": .string("female"), "accents": .string("Bayern")])
        #expect(listing.entries[1].extra.isEmpty)
        #expect(listing.leftOut.isEmpty)
    }

    @Test("falls back to validated.tsv")
    func validated() throws {
        try corpus.text("validated.tsv", header + "ab12\tx.mp3\tHallo\n")
        try corpus.text("clips/x.mp3", "")
        let listing = try CommonVoiceLayout().listing(of: corpus.url)
        #expect(listing.entries.map(\.split) == [nil])
    }

    @Test("names missing clips and short lines, and refuses a list without its columns")
    func faults() throws {
        try corpus.text("train.tsv", header + "ab12\tx.mp3\tHallo\nab12\n")
        let listing = try CommonVoiceLayout().listing(of: corpus.url)
        #expect(listing.leftOut.map(\.reason) == [.missingAudio, .badLine])
        #expect(listing.leftOut[1].name == "train.tsv:3")
        try corpus.text("train.tsv", "path\ttext\n")
        let error = #expect(throws: CorpusError.self) { try CommonVoiceLayout().listing(of: corpus.url) }
        #expect(error?.line == 1)
    }
}
