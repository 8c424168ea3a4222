import Foundation
import StenoCorpora
import StenoTranscript
import Testing

@Suite("The Speech Commands layout")
struct SpeechCommandsLayoutTests {
    let corpus: CorpusFolder

    init() throws {
        corpus = try CorpusFolder()
        for name in ["zero/004ae714_nohash_0", "zero/012c8314_nohash_1", "bed/004ae714_nohash_0"] {
            try corpus.tone(name + ".wav")
        }
        try corpus.tone("_background_noise_/white_noise.wav")
    }

    @Test("reads word and speaker from the path, and noise as something in which nothing is said")
    func all() throws {
        let listing = try SpeechCommandsLayout().listing(of: corpus.url)
        #expect(
            listing.entries.map(\.id) == [
                "noise_white_noise", "bed_004ae714_nohash_0", "zero_004ae714_nohash_0",
                "zero_012c8314_nohash_1",
            ])
        #expect(listing.entries[0].text == nil)
        #expect(listing.entries[0].split == "noise")
        #expect(listing.entries[1].text == "bed")
        #expect(listing.entries[3].speaker == "012c8314")
        #expect(listing.entries[3].split == nil)
    }

    @Test("keeps only the words asked for and says which recordings that leaves out")
    func words() throws {
        let listing = try SpeechCommandsLayout(words: ["zero"]).listing(of: corpus.url)
        #expect(listing.entries.compactMap(\.text) == ["zero", "zero"])
        #expect(listing.leftOut == [LeftOut("bed/004ae714_nohash_0.wav", .notAskedFor, "bed")])
    }

    @Test("refuses a word that has no folder")
    func absentWord() {
        let error = #expect(throws: CorpusError.self) {
            try SpeechCommandsLayout(words: ["zero", "ten"]).listing(of: corpus.url)
        }
        #expect(error?.fact == "holds no folder ten")
    }

    @Test("follows the corpus's lists where they are")
    func lists() throws {
        try corpus.text("validation_list.txt", "zero/004ae714_nohash_0.wav\n")
        try corpus.text("testing_list.txt", "bed/004ae714_nohash_0.wav\n")
        let listing = try SpeechCommandsLayout().listing(of: corpus.url)
        #expect(listing.entries.map(\.split) == ["noise", "test", "dev", "train"])
    }

    @Test("names a recording whose name tells no speaker")
    func badName() throws {
        try corpus.tone("zero/somebody.wav")
        let listing = try SpeechCommandsLayout().listing(of: corpus.url)
        #expect(listing.leftOut.map(\.reason) == [.badName])
    }
}
