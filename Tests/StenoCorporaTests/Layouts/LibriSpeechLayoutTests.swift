import Foundation
import StenoCorpora
import StenoJSON
import StenoTranscript
import Testing

@Suite("The LibriSpeech layout")
struct LibriSpeechLayoutTests {
    let corpus: CorpusFolder

    init() throws {
        corpus = try CorpusFolder()
    }

    @Test("finds each utterance's subset, speaker, gender, text and audio, whatever the audio's format")
    func complete() throws {
        try corpus.text("SPEAKERS.TXT", ";ID  |SEX| SUBSET\n19   | F | train-clean-100  | 25.19 | Kara\n")
        try corpus.text(
            "train-clean-5/19/198/19-198.trans.txt",
            "19-198-0000 NORTHANGER ABBEY\n19-198-0001 THIS LITTLE WORK\n")
        try corpus.tone("train-clean-5/19/198/19-198-0000.flac")
        try corpus.tone("train-clean-5/19/198/19-198-0001.wav")
        let listing = try LibriSpeechLayout().listing(of: corpus.url)
        #expect(listing.leftOut.isEmpty)
        #expect(listing.entries.map(\.id) == ["19-198-0000", "19-198-0001"])
        #expect(listing.entries.map(\.audio.lastPathComponent) == ["19-198-0000.flac", "19-198-0001.wav"])
        #expect(listing.entries[0].text == "NORTHANGER ABBEY")
        #expect(listing.entries[0].speaker == "19")
        #expect(listing.entries[0].split == "train-clean-5")
        #expect(listing.entries[0].extra == ["gender": .string("F")])
    }

    @Test("takes the folder's own name as the subset when it is one")
    func subset() throws {
        try corpus.text("dev-clean/84/121/84-121.trans.txt", "84-121-0000 GO\n")
        try corpus.tone("dev-clean/84/121/84-121-0000.flac")
        let listing = try LibriSpeechLayout().listing(of: corpus.url.appending(path: "dev-clean"))
        #expect(listing.entries.map(\.split) == ["dev-clean"])
    }

    @Test("names transcripts without audio and audio without transcript")
    func incomplete() throws {
        try corpus.text("a/19/198/19-198.trans.txt", "19-198-0000 GONE\n")
        try corpus.tone("a/19/198/19-198-0001.flac")
        let listing = try LibriSpeechLayout().listing(of: corpus.url)
        #expect(listing.entries.isEmpty)
        #expect(
            listing.leftOut == [
                LeftOut("19-198-0000", .missingAudio, "in a/19/198"),
                LeftOut("a/19/198/19-198-0001.flac", .missingText),
            ])
    }

    @Test("refuses a folder without transcripts")
    func elsewhere() throws {
        let error = #expect(throws: CorpusError.self) { try LibriSpeechLayout().listing(of: corpus.url) }
        #expect(error?.fact == "holds no *.trans.txt")
    }
}
