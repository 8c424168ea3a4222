import Foundation
import StenoCorpora
import StenoJSON
import StenoTranscript
import Testing

@Suite("The lhotse layout")
struct LhotseLayoutTests {
    let corpus: CorpusFolder

    init() throws {
        corpus = try CorpusFolder()
    }

    @Test("makes an utterance of every supervision lhotse writes, at its place in the recording")
    func supervisions() throws {
        let fixture = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/lhotse_cuts.jsonl")
        try corpus.text("cuts_train.jsonl", String(contentsOf: fixture, encoding: .utf8))
        let listing = try LhotseLayout().listing(of: corpus.url)
        #expect(listing.entries.map(\.id) == ["s0", "s1", "s2"])
        #expect(listing.entries.map(\.text) == ["all of it", "hello", "there"])
        #expect(listing.entries.map(\.speaker) == ["anna", "anna", "bert"])
        #expect(
            listing.entries.map(\.segment) == [
                TimeRange(start: .zero, end: .seconds(30)),
                TimeRange(start: .milliseconds(10_500), end: .milliseconds(12_500)),
                TimeRange(start: .milliseconds(13_250), end: .milliseconds(14_250)),
            ])
        #expect(listing.entries[0].recordingDuration == .seconds(30))
        #expect(listing.entries[0].audio.path == corpus.url.appending(path: "audio/talk.wav").path)
        #expect(listing.entries[0].extra == ["gender": .string("female"), "language": .string("English")])
        #expect(listing.entries.map(\.split) == ["train", "train", "train"])
        #expect(listing.leftOut.map(\.name) == ["silent", "mixed"])
        #expect(listing.leftOut.map(\.reason) == [.missingText, .notAFile])
    }

    @Test("names cuts it cannot take")
    func faults() throws {
        try corpus.text(
            "cuts.jsonl",
            #"""
            {"id": "pipe", "type": "MonoCut", "start": 0, "duration": 1, "supervisions": [], "recording": {"id": "r", "sources": [{"type": "command", "channels": [0], "source": "cat x.wav"}], "sampling_rate": 8000, "num_samples": 8000, "duration": 1}}
            {"id": "call", "type": "MonoCut", "start": 0, "duration": 1, "channel": 1, "supervisions": [], "recording": {"id": "r", "sources": [{"type": "file", "channels": [0, 1], "source": "x.wav"}], "sampling_rate": 8000, "num_samples": 8000, "duration": 1}}
            nonsense
            """#)
        let listing = try LhotseLayout().listing(of: corpus.url)
        #expect(listing.entries.isEmpty)
        #expect(listing.leftOut.map(\.name) == ["pipe", "call", "cuts.jsonl:3"])
        #expect(listing.leftOut.map(\.reason) == [.notAFile, .oneOfSeveralChannels, .badLine])
    }

    @Test("says what to do about packed cuts")
    func packed() throws {
        try corpus.text("cuts_train.jsonl.gz", "")
        let error = #expect(throws: CorpusError.self) { try LhotseLayout().listing(of: corpus.url) }
        #expect(error?.remedy.contains("gunzip") == true)
    }
}
