import Foundation
import StenoCorpora
import StenoJSON
import StenoTranscript
import Testing

@Suite("The NeMo layout")
struct NeMoLayoutTests {
    let corpus: CorpusFolder

    init() throws {
        corpus = try CorpusFolder()
    }

    @Test("reads one manifest or a folder of them, each a part")
    func parts() throws {
        for part in ["train", "dev"] {
            try corpus.text(
                "\(part).jsonl",
                #"{"audio_filepath": "\#(part).wav", "duration": 1, "text": "a", "lang": "en"}"#)
        }
        let all = try NeMoLayout().listing(of: corpus.url)
        #expect(all.entries.map(\.split) == ["dev", "train"])
        #expect(all.entries[0].extra == ["lang": .string("en")])
        let one = try NeMoLayout().listing(of: corpus.url.appending(path: "train.jsonl"))
        #expect(one.entries.map(\.id) == ["train"])
        #expect(one.entries[0].segment == TimeRange(start: .zero, end: .seconds(1)))
    }

    @Test("names bad lines and keeps the good ones")
    func faults() throws {
        try corpus.text("m.jsonl", "nonsense\n" + #"{"audio_filepath": "a.wav", "duration": 1, "text": "a"}"#)
        let listing = try NeMoLayout().listing(of: corpus.url)
        #expect(listing.entries.count == 1)
        #expect(listing.leftOut == [LeftOut("m.jsonl:1", .badLine, "is not a JSON object")])
    }
}
