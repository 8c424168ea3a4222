import StenoTranscript
import Testing

struct LineFormatTests {
    @Test("CTM has a word a line; speakers make it the extended form")
    func ctm() {
        #expect(
            conversation.formatted(as: .ctm, recording: "my talk") == """
                my_talk 1 0.000 0.500 two 0.91 lex theo
                my_talk 1 0.600 0.500 one 1.0 lex theo
                my_talk 1 2.000 0.345 R&D NA lex Anna_<3

                """)
        let word = Word(text: "zero", time: range(10, 40))
        #expect(CTMRecord(recording: "a", word: word).line == "a 1 0.010 0.030 zero")
    }

    @Test("RTTM has a turn a line, as NIST writes it")
    func rttm() {
        #expect(
            conversation.formatted(as: .rttm, recording: "talk") == """
                SPEAKER talk 1 0.000 1.100 <NA> <NA> theo <NA> <NA>
                SPEAKER talk 1 2.000 0.345 <NA> <NA> Anna_<3 <NA> <NA>

                """)
    }

    @Test("STM has a segment a line")
    func stm() {
        #expect(
            conversation.formatted(as: .stm, recording: "talk") == """
                talk 1 theo 0.000 1.100 two one
                talk 1 Anna_<3 2.000 2.345 R&D

                """)
    }

    @Test("the examples of NIST's documentation are read")
    func nist() throws {
        let ctm = try CTMRecord.records(
            reading: ";;\n;;  Comments follow ';;'\n\n7654 A 11.34 0.2  YES 0.5\n7654 B 1.34 0.2  I\n")
        #expect(ctm.map(\.word.text) == ["YES", "I"])
        #expect(ctm[0].word.time == range(11_340, 11_540))
        #expect(ctm.map(\.channel) == ["A", "B"])
        let stm = try STMRecord.records(
            reading:
                ";; LABEL \"M\" \"Male\" \"Male Talkers\"\n940328 1 A 4.00 18.10 <O,F,00> FROM LOS ANGELES\n2345 A 2345-a 0.10 2.03 uh huh"
        )
        #expect(stm[0].labels == ["O", "F", "00"])
        #expect(stm.map(\.text) == ["FROM LOS ANGELES", "uh huh"])
        let rttm = try RTTMRecord.records(
            reading:
                "SPKR-INFO f 1 <NA> <NA> <NA> unknown MTD046ID <NA>\nSPEAKER TS3012d.Mix-Headset 1 32.679 0.671 <NA> <NA> MTD046ID <NA> <NA>\n"
        )
        #expect(rttm.map(\.speaker) == ["MTD046ID"])
        #expect(rttm[0].time == range(32_679, 33_350))
    }

    @Test("stretches that are not to be scored carry no words into a transcript")
    func ignored() throws {
        let text = "f 1 a 0 1 \(STMRecord.ignored)\nf 1 a 1 2 one\n"
        #expect(try Transcript(reading: text, as: .stm).text == "one")
    }

    @Test("UEM is read and written")
    func uem() throws {
        let records = try UEMRecord.records(reading: "talk 1 0.000 12.500\n")
        #expect(records == [UEMRecord(recording: "talk", time: range(0, 12_500))])
        #expect(records[0].line == "talk 1 0.000 12.500")
    }

    @Test("words of people who talk at once come by start, as sclite wants them")
    func sorted() {
        let transcript = Transcript(
            duration: .seconds(2),
            segments: [
                Segment(
                    id: 0, time: range(0, 900),
                    words: [Word(text: "a", time: range(0, 100)), Word(text: "c", time: range(500, 900))]),
                Segment(id: 1, time: range(300, 400), words: [Word(text: "b", time: range(300, 400))]),
            ])
        let lines = transcript.formatted(as: .ctm).split(separator: "\n")
        #expect(lines.map { $0.split(separator: " ")[4] } == ["a", "b", "c"])
    }

    @Test("one of several recordings has to be named")
    func recordings() throws {
        let text = "a 1 0 1 one\nb 1 0 1 two\n"
        #expect(throws: TranscriptError.self) { try Transcript(reading: text, as: .ctm) }
        #expect(try Transcript(reading: text, as: .ctm, recording: "b").text == "two")
    }

    @Test(
        "lines that break the format are refused with their number",
        arguments: [
            (TranscriptFormat.ctm, "f 1 0 1 one\nf 1 x 1 two", 2), (.ctm, "f 1 0 -1 one", 1),
            (.ctm, "f 1 0 1", 1),
            (.ctm, "f 1 0 1 one 1.5", 1), (.ctm, "f 1 0 1 one 0.5 lex", 1), (.ctm, "f 1 nan 1 one", 1),
            (.rttm, "SPEAKER f 1 0 1 <NA> <NA> a", 1), (.rttm, "\nspeaker f 1 0 1 <NA> <NA> a <NA> <NA>", 2),
            (.rttm, "SPEAKER f 1 0 inf <NA> <NA> a <NA> <NA>", 1), (.stm, "f 1 a 2 1 one", 1),
            (.stm, "f 1 a 2", 1),
            (.stm, "f 1 a 0 1e99 one", 1),
        ])
    func broken(format: TranscriptFormat, text: String, line: Int) {
        let error = #expect(throws: TranscriptError.self) { try Transcript(reading: text, as: format) }
        #expect(error?.line == line)
        #expect(error?.description.hasPrefix("line \(line): ") == true)
    }
}
