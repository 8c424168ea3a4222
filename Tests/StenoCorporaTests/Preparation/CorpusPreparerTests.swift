import Foundation
import StenoCorpora
import StenoTestSupport
import StenoText
import StenoTranscript
import Testing

/// A corpus that is what the test says it is.
private struct Fixed: CorpusLayout {
    var entries: [CorpusEntry]
    var leftOut: [LeftOut] = []

    func listing(of folder: URL) -> CorpusListing {
        CorpusListing(entries: entries, leftOut: leftOut)
    }
}

@Suite("Preparing a corpus")
struct CorpusPreparerTests {
    let corpus: CorpusFolder
    let audio: URL

    init() throws {
        corpus = try CorpusFolder()
        audio = try corpus.tone("a.wav", seconds: 2)
    }

    func entry(
        _ id: String, _ text: String? = "one two", audio: URL? = nil, segment: (Double, Double)? = nil,
        recordingDuration: Double? = nil, speaker: SpeakerID? = nil, split: String? = "train"
    ) -> CorpusEntry {
        CorpusEntry(
            id: id, audio: audio ?? self.audio,
            segment: segment.map { TimeRange(start: .seconds($0.0), end: .seconds($0.1)) },
            recordingDuration: recordingDuration.map { .seconds($0) }, text: text, speaker: speaker,
            split: split)
    }

    func prepare(
        _ entries: [CorpusEntry], with preparer: CorpusPreparer = CorpusPreparer()
    ) throws -> (report: PreparationReport, train: [Utterance]) {
        let out = corpus.url.appending(path: "out")
        let report = try preparer.prepare(Fixed(entries: entries), from: corpus.url, to: out)
        return (report, try ManifestReader.utterances(in: out.appending(path: "train.jsonl")))
    }

    @Test("takes the length from the audio and counts what it wrote")
    func lengths() throws {
        let (report, train) = try prepare([entry("x", speaker: "anna"), entry("y", segment: (0.5, 1.25))])
        #expect(train.map(\.duration) == [.seconds(2), .milliseconds(750)])
        #expect(train.map(\.offset) == [.zero, .milliseconds(500)])
        #expect(report.leftOut.isEmpty)
        let part = try #require(report.parts.first)
        #expect(part.utterances == 2 && part.words == 4 && part.speakers == 1)
        #expect(part.duration == .milliseconds(2750))
    }

    @Test("names everything wrong with an utterance and keeps the others")
    func leftOut() throws {
        let cases: [(CorpusEntry, LeftOut.Reason)] = [
            (entry("missing", audio: corpus.url.appending(path: "none.wav")), .missingAudio),
            (entry("text", audio: corpus.url.appending(path: "text.wav")), .unreadableAudio),
            (entry("empty", audio: corpus.url.appending(path: "empty.wav")), .emptyAudio),
            (entry("silent", " \t"), .emptyText),
            (entry("good"), .duplicateID),
            (entry("stated", recordingDuration: 3), .wrongDuration),
            (entry("beyond", segment: (1, 2.5)), .outsideRecording),
        ]
        try corpus.text("text.wav", "this is text")
        try corpus.text("empty.wav", "")
        let (report, train) = try prepare([entry("good")] + cases.map(\.0))
        #expect(train.map(\.id) == ["good"])
        #expect(report.leftOut.map(\.name) == cases.map(\.0.id))
        #expect(report.leftOut.map(\.reason) == cases.map(\.1))
    }

    @Test("finds a recording that was cut off when asked to decode every sample")
    func cutOff() throws {
        let whole = try corpus.tone("whole.wav", seconds: 2)
        let cut = corpus.url.appending(path: "cut.wav")
        try Data(contentsOf: whole).prefix(16_000).write(to: cut)
        let entries = [entry("whole", audio: whole), entry("cut", audio: cut)]
        #expect(try prepare(entries).train.count == 2)
        let (report, train) = try prepare(entries, with: CorpusPreparer(audio: .everySample))
        #expect(train.map(\.id) == ["whole"])
        #expect(report.leftOut.map(\.reason) == [.truncatedAudio])
    }

    @Test("learns byte pairs from the training part alone")
    func bytePairs() throws {
        let preparer = CorpusPreparer(bytePairs: BytePairTrainer(vocabularySize: 12))
        _ = try prepare([entry("x", "one two one"), entry("y", "zebra", split: "dev")], with: preparer)
        let tokenizer = try Tokenizer(folder: corpus.url.appending(path: "out"))
        #expect(try tokenizer.decode(tokenizer.encode("two one")) == "two one")
        #expect(throws: TextError.self) { try tokenizer.encode("zebra") }
        let error = #expect(throws: CorpusError.self) {
            try CorpusPreparer(bytePairs: BytePairTrainer(vocabularySize: 3)).prepare(
                Fixed(entries: [entry("x")]), from: corpus.url, to: corpus.url)
        }
        #expect(error?.fact.contains("gets no byte-pair vocabulary") == true)
    }

    @Test("forgives a tenth of a second and cuts the segment to the recording")
    func tolerance() throws {
        let (report, train) = try prepare([
            entry("rounded", recordingDuration: 1.95), entry("over", segment: (1, 2.05)),
        ])
        #expect(report.leftOut.isEmpty)
        #expect(train[1].duration == .seconds(1))
    }

    @Test("spells texts as the normalizer does, and names those of which nothing remains")
    func spelling() throws {
        let (report, train) = try prepare([entry("x", "DON'T  Stop!"), entry("y", "?!")])
        #expect(train.map(\.text) == ["don't stop"])
        #expect(report.leftOut == [LeftOut("y", .emptyText, "?!")])
        let asItComes = TextPreparation(normalizer: TextNormalizer(letterCase: .kept, punctuation: .kept))
        #expect(
            try prepare([entry("x", "DON'T  Stop!")], with: CorpusPreparer(text: asItComes)).train[0].text
                == "DON'T Stop!")
    }

    @Test("names characters outside the alphabet")
    func alphabet() throws {
        let preparer = CorpusPreparer(text: TextPreparation(alphabet: Set("enotw")))
        let (report, train) = try prepare([entry("x"), entry("y", "one 2")], with: preparer)
        #expect(train.map(\.id) == ["x"])
        #expect(report.leftOut == [LeftOut("y", .foreignCharacter, "\"2\" in \"one 2\"")])
    }

    @Test("writes a noise with an empty text, whatever divides the speech")
    func noise() throws {
        let preparer = CorpusPreparer(division: .lists(try SpeakerLists(["train": ["anna"]])))
        let (report, _) = try prepare(
            [entry("x", speaker: "anna"), entry("hum", nil, split: "noise")], with: preparer)
        #expect(report.parts.map(\.name) == ["train", "noise"])
        #expect(report.parts[1].words == 0)
    }

    @Test("divides by lists, and names speakers in none")
    func lists() throws {
        let preparer = CorpusPreparer(
            division: .lists(try SpeakerLists(["train": ["anna"], "dev": ["bert"]])))
        let (report, train) = try prepare(
            [
                entry("x", speaker: "anna"), entry("y", speaker: "bert"), entry("z", speaker: "carl"),
                entry("n"),
            ], with: preparer)
        #expect(train.map(\.id) == ["x"])
        #expect(report.parts.map(\.name) == ["train", "dev"])
        #expect(
            report.leftOut == [
                LeftOut("z", .unlistedSpeaker, "carl"), LeftOut("n", .unlistedSpeaker, "no speaker known"),
            ])
    }

    @Test("divides by speaker what the corpus does not divide")
    func shares() throws {
        let entries = (0..<20).map { entry("u\($0)", speaker: SpeakerID("s\($0 / 2)"), split: nil) }
        let shares = SpeakerShares(dev: 0.1, test: 0.1)
        let (report, _) = try prepare(entries, with: CorpusPreparer(division: .asCorpus(otherwise: shares)))
        #expect(report.parts.map(\.name) == ["train", "dev", "test"])
        #expect(report.parts.map(\.utterances) == [16, 2, 2])
        #expect(report.parts.map(\.speakers) == [8, 1, 1])
    }

    @Test("writes the same files when run twice, and no others")
    func twice() throws {
        let entries =
            (0..<20).map { entry("u\($0)", speaker: SpeakerID("s\($0)"), split: nil) } + [entry("u0")]
        _ = try prepare(entries)
        let first = try corpus.snapshot()
        _ = try prepare(entries)
        #expect(try corpus.snapshot() == first)
        #expect(
            first.keys.filter { $0.hasPrefix("out/") }.sorted()
                == ["out/dev.jsonl", "out/left_out.tsv", "out/test.jsonl", "out/train.jsonl"])
    }

    @Test("lists what was left out in a table a program can read")
    func leftOutFile() throws {
        _ = try prepare([entry("x"), entry("y\tz", "")])
        #expect(
            try corpus.contents(of: "out/left_out.tsv")
                == "name\treason\tdetail\ny z\tnothing to read in the transcript\t\n")
    }

    @Test("refuses a corpus of which nothing is left, and says why")
    func nothing() throws {
        let error = #expect(throws: CorpusError.self) { try prepare([entry("x", "")]) }
        #expect(error?.fact.contains("1 left out; x: nothing to read in the transcript") == true)
    }

    @Test("prints a short table")
    func table() throws {
        let (report, _) = try prepare([entry("x", speaker: "anna"), entry("y", ""), entry("z", "")])
        #expect(
            report.description == """
                part   utterances  hours  speakers  words
                train           1   0.00         1      2
                Left out: 2, listed in left_out.tsv
                  2 nothing to read in the transcript (y)

                """)
    }
}
