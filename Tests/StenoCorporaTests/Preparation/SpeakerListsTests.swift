import Foundation
import StenoCorpora
import StenoTranscript
import Testing

@Suite("Lists of speakers")
struct SpeakerListsTests {
    @Test("put named speakers in their part and no one else")
    func named() throws {
        let lists = try SpeakerLists(["train": ["19", "32"], "dev": ["1898"]])
        #expect(lists.part(of: "32") == "train")
        #expect(lists.part(of: "1898") == "dev")
        #expect(lists.part(of: "7") == nil)
    }

    @Test("prefer a name to a pattern and a longer pattern to a shorter one")
    func patterns() throws {
        let lists = try SpeakerLists(["train": ["*", "4711"], "test": ["4*", "*7"], "dev": ["45*"]])
        #expect(lists.part(of: "123") == "train")
        #expect(lists.part(of: "41") == "test")
        #expect(lists.part(of: "17") == "test")
        #expect(lists.part(of: "451") == "dev")
        #expect(lists.part(of: "4711") == "train")
    }

    @Test("refuse a speaker in two parts")
    func twice() {
        let error = #expect(throws: SpeakerLists.ListError.self) {
            try SpeakerLists(["train": ["19"], "dev": ["19"]])
        }
        #expect(error?.fact == "has speaker 19 in both dev and train")
        #expect(throws: SpeakerLists.ListError.self) { try SpeakerLists(["train": ["4*"], "dev": ["4*"]]) }
    }

    @Test("refuse a star in the middle", arguments: ["1*9", "*4*", "**"])
    func badPattern(pattern: String) {
        #expect(throws: SpeakerLists.ListError.self) { try SpeakerLists(["train": [pattern]]) }
    }

    @Test("are read from JSON, and the file is named when they cannot be")
    func file() throws {
        let corpus = try CorpusFolder()
        try corpus.text("splits.json", #"{"train": ["19"], "dev": ["4*"]}"#)
        #expect(
            try SpeakerLists(contentsOf: corpus.url.appending(path: "splits.json")).part(of: "42") == "dev")
        try corpus.text("bad.json", #"{"train": 19}"#)
        let error = #expect(throws: CorpusError.self) {
            try SpeakerLists(contentsOf: corpus.url.appending(path: "bad.json"))
        }
        #expect(error?.file.lastPathComponent == "bad.json")
    }
}
