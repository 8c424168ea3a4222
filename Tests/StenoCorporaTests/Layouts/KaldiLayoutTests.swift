import Foundation
import StenoCorpora
import StenoJSON
import StenoTranscript
import Testing

@Suite("The Kaldi layout")
struct KaldiLayoutTests {
    let corpus: CorpusFolder

    init() throws {
        corpus = try CorpusFolder()
    }

    @Test("reads recordings that are utterances, with speaker, gender and stated length")
    func whole() throws {
        try corpus.text("wav.scp", "u1 audio/u1.wav\nu2 /corpora/u2.flac\n")
        try corpus.text("text", "u1 HELLO WORLD\nu2 GO\n")
        try corpus.text("utt2spk", "u1 anna\nu2 bert\n")
        try corpus.text("spk2gender", "anna f\n")
        try corpus.text("utt2dur", "u1 0.5\n")
        let listing = try KaldiLayout().listing(of: corpus.url)
        #expect(listing.entries.map(\.text) == ["HELLO WORLD", "GO"])
        #expect(listing.entries.map(\.speaker) == ["anna", "bert"])
        #expect(listing.entries[0].extra == ["gender": .string("f")])
        #expect(listing.entries[0].recordingDuration == .milliseconds(500))
        #expect(listing.entries[0].audio.path == corpus.url.appending(path: "audio/u1.wav").path)
        #expect(listing.entries[1].audio.path == "/corpora/u2.flac")
        #expect(listing.entries.map(\.segment) == [nil, nil])
        #expect(listing.entries.map(\.split) == [nil, nil])
    }

    @Test("reads segments of recordings, in several data folders")
    func segments() throws {
        for part in ["train", "dev"] {
            try corpus.text("\(part)/wav.scp", "call a.wav\n")
            try corpus.text("\(part)/segments", "\(part)-1 call 0.5 1.25\n\(part)-2 call 2 1\n")
            try corpus.text("\(part)/text", "\(part)-1 one\n\(part)-2 two\n")
        }
        let listing = try KaldiLayout().listing(of: corpus.url)
        #expect(listing.entries.map(\.id) == ["dev-1", "train-1"])
        #expect(listing.entries.map(\.split) == ["dev", "train"])
        #expect(
            listing.entries[0].segment == TimeRange(start: .milliseconds(500), end: .milliseconds(1250)))
        #expect(listing.leftOut.map(\.reason) == [.badLine, .badLine])
    }

    @Test("opens what a decoder would read and names every other command")
    func commands() throws {
        try corpus.text(
            "wav.scp",
            """
            a flac -c -d -s audio/a.flac |
            b /opt/sph2pipe -f wav -p audio/b.sph |
            c sox audio/c.wav -t wav - speed 1.1 |
            d flac -c -d -s audio/d.flac | sox -t wav - -t wav - speed 0.9 |
            """)
        try corpus.text("text", "a A\nb B\nc C\nd D\n")
        let listing = try KaldiLayout().listing(of: corpus.url)
        #expect(listing.entries.map(\.audio.lastPathComponent) == ["a.flac", "b.sph"])
        #expect(listing.leftOut.map(\.name) == ["c", "d"])
        #expect(listing.leftOut.allSatisfy { $0.reason == .notAFile })
    }

    @Test("names utterances without recording and recordings without text, and needs the text")
    func faults() throws {
        try corpus.text("wav.scp", "a a.wav\n")
        let error = #expect(throws: CorpusError.self) { try KaldiLayout().listing(of: corpus.url) }
        #expect(error?.file.lastPathComponent == "text")
        try corpus.text("text", "b B\n")
        let listing = try KaldiLayout().listing(of: corpus.url)
        #expect(listing.leftOut.map(\.name) == ["b", "a"])
        #expect(listing.leftOut.map(\.reason) == [.missingAudio, .missingText])
    }
}
