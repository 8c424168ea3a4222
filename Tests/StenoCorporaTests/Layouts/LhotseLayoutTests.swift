import Foundation
import StenoCorpora
import StenoTranscript
import Testing

@Suite("The lhotse layout")
struct LhotseLayoutTests {
    let corpus: CorpusFolder

    init() throws {
        corpus = try CorpusFolder()
    }

    @Test("makes an utterance of every supervision, at its place in the recording")
    func supervisions() throws {
        try corpus.text(
            "cuts_train.jsonl",
            #"""
            {"id": "c1", "start": 10.0, "duration": 5.0, "channel": 0, "type": "MonoCut", "supervisions": [{"id": "s1", "recording_id": "r", "start": 0.5, "duration": 2.0, "channel": 0, "text": "hello", "speaker": "anna", "gender": "F", "language": "English"}, {"id": "s2", "recording_id": "r", "start": 3.0, "duration": 1.0, "channel": 0, "text": "there"}], "recording": {"id": "r", "sources": [{"type": "file", "channels": [0], "source": "audio/r.wav"}], "sampling_rate": 8000, "num_samples": 240000, "duration": 30.0}}
            """#)
        let listing = try LhotseLayout().listing(of: corpus.url)
        #expect(listing.entries.map(\.id) == ["s1", "s2"])
        #expect(
            listing.entries[0].segment == TimeRange(start: .milliseconds(10_500), end: .milliseconds(12_500)))
        #expect(listing.entries[0].recordingDuration == .seconds(30))
        #expect(listing.entries[0].audio.path == corpus.url.appending(path: "audio/r.wav").path)
        #expect(listing.entries[0].speaker == "anna")
        #expect(listing.entries[0].extra == ["gender": .string("F"), "language": .string("English")])
        #expect(listing.entries.map(\.split) == ["train", "train"])
    }

    @Test("names cuts it cannot take")
    func faults() throws {
        try corpus.text(
            "cuts.jsonl",
            #"""
            {"id": "mixed", "type": "MixedCut", "tracks": []}
            {"id": "pipe", "type": "MonoCut", "start": 0, "duration": 1, "supervisions": [], "recording": {"id": "r", "sources": [{"type": "command", "channels": [0], "source": "cat x.wav"}], "sampling_rate": 8000, "num_samples": 8000, "duration": 1}}
            {"id": "silent", "type": "MonoCut", "start": 0, "duration": 1, "supervisions": [], "recording": {"id": "r", "sources": [{"type": "file", "channels": [0], "source": "x.wav"}], "sampling_rate": 8000, "num_samples": 8000, "duration": 1}}
            nonsense
            """#)
        let listing = try LhotseLayout().listing(of: corpus.url)
        #expect(listing.entries.isEmpty)
        #expect(listing.leftOut.map(\.name) == ["mixed", "pipe", "silent", "cuts.jsonl:4"])
        #expect(listing.leftOut.map(\.reason) == [.notAFile, .notAFile, .missingText, .badLine])
    }

    @Test("says what to do about packed cuts")
    func packed() throws {
        try corpus.text("cuts_train.jsonl.gz", "")
        let error = #expect(throws: CorpusError.self) { try LhotseLayout().listing(of: corpus.url) }
        #expect(error?.remedy.contains("gunzip") == true)
    }
}
