import Foundation
import StenoCorpora
import StenoJSON
import StenoTranscript
import Testing

@Suite("The layout of voices")
struct VoiceLayoutTests {
    @Test("reads who speaks from the names of three corpora, and gives a voice to one part for ever")
    func parts() throws {
        let corpus = try CorpusFolder()
        let voices = [
            "books/19-198-0001": ("librispeech-19", "train"),
            "books/1723-3-0001": ("librispeech-1723", "dev"),
            "books/1737-1-0001": ("librispeech-1737", "test"),
            "books/3242-1-0001": ("librispeech-3242", "test"),
            "words/bed/004ae714_nohash_0": ("commands-004ae714", "train"),
            "words/bed/31ae7140_nohash_0": ("commands-31ae7140", "dev"),
            "words/bed/4a04ae71_nohash_0": ("commands-4a04ae71", "test"),
            "digits/3_lucas_10": ("digits-lucas", "train"), "digits/3_theo_30": ("digits-theo", "test"),
        ]
        for name in voices.keys { try corpus.tone(name + ".wav") }
        let listing = try VoiceLayout().listing(of: corpus.url)
        #expect(listing.entries.count == voices.count)
        for entry in listing.entries {
            #expect(entry.speaker?.rawValue == voices[entry.id]?.0)
            #expect(entry.split == voices[entry.id]?.1)
            #expect(entry.text == nil)
        }
    }

    @Test("the chapter of a book is a session")
    func sessions() throws {
        let corpus = try CorpusFolder()
        for name in ["19-198-0001", "19-227-0001", "3_lucas_10"] { try corpus.tone(name + ".wav") }
        let listing = try VoiceLayout().listing(of: corpus.url)
        let sessions = listing.entries.map { $0.extra[Utterance.sessionField] }
        #expect(sessions == [.string("198"), .string("227"), nil])
    }

    @Test("leaves out what names nobody, and the test recordings of a voice that is trained on")
    func leftOut() throws {
        let corpus = try CorpusFolder()
        for name in ["3_lucas_10", "3_lucas_4", "music"] { try corpus.tone(name + ".wav") }
        let listing = try VoiceLayout().listing(of: corpus.url)
        #expect(listing.entries.map(\.id) == ["3_lucas_10"])
        #expect(listing.leftOut.map(\.name) == ["3_lucas_4.wav", "music.wav"])
    }
}
