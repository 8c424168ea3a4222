import Foundation
import StenoCorpora
import StenoTranscript
import Testing

@Suite("The TED-LIUM layout")
struct TEDLIUMLayoutTests {
    let corpus: CorpusFolder

    init() throws {
        corpus = try CorpusFolder()
    }

    @Test("reads segments, and mends what TED-LIUM does to words")
    func segments() throws {
        try corpus.text(
            "train/stm/Talk_2010.stm",
            """
            ;; a comment
            Talk_2010 1 Talk_2010 16.34 28.22 <o,f0,male> i 'd like to read(2) <unk> it 's {NOISE} fine
            Talk_2010 1 inter_segment_gap 28.22 30 <o,,unknown> ignore_time_segment_in_scoring
            """)
        try corpus.text("train/sph/Talk_2010.sph", "")
        let listing = try TEDLIUMLayout().listing(of: corpus.url)
        #expect(listing.entries.count == 1)
        let entry = try #require(listing.entries.first)
        #expect(entry.text == "i'd like to read it's fine")
        #expect(entry.segment == TimeRange(start: .milliseconds(16_340), end: .milliseconds(28_220)))
        #expect(entry.speaker == "Talk_2010")
        #expect(entry.split == "train")
        #expect(entry.id == "Talk_2010-16.340-28.220")
        #expect(listing.leftOut == [LeftOut("train/stm/Talk_2010.stm:3", .notScored)])
    }

    @Test("names lines without times and talks without recordings")
    func faults() throws {
        try corpus.text(
            "dev/stm/A.stm",
            "A 1 A x y <o> text\nA 1 A 3 2 <o> text\nA 1 A 0 1 <o> text\nA 2 A 0 1 <o> text\n")
        let listing = try TEDLIUMLayout().listing(of: corpus.url)
        #expect(listing.leftOut.map(\.reason) == [.badLine, .badLine, .missingAudio, .oneOfSeveralChannels])
        #expect(listing.leftOut.map(\.name) == (1...4).map { "dev/stm/A.stm:\($0)" })
    }
}
