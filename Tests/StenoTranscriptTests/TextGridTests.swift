import StenoTranscript
import Testing

struct TextGridTests {
    let quote = Transcript(
        duration: .seconds(1),
        segments: [
            Segment(
                id: 0, time: range(100, 900),
                words: [
                    Word(text: "\"hi\"", time: range(100, 400)), Word(text: "you", time: range(400, 800)),
                ])
        ])

    @Test("a TextGrid covers all time with intervals and doubles quotes, as Praat writes it")
    func golden() {
        #expect(
            quote.formatted(as: .textgrid) == """
                File type = "ooTextFile"
                Object class = "TextGrid"

                xmin = 0
                xmax = 1.000
                tiers? <exists>
                size = 2
                item []:
                    item [1]:
                        class = "IntervalTier"
                        name = "segments"
                        xmin = 0
                        xmax = 1.000
                        intervals: size = 3
                        intervals [1]:
                            xmin = 0.000
                            xmax = 0.100
                            text = ""
                        intervals [2]:
                            xmin = 0.100
                            xmax = 0.900
                            text = \"""hi"" you"
                        intervals [3]:
                            xmin = 0.900
                            xmax = 1.000
                            text = ""
                    item [2]:
                        class = "IntervalTier"
                        name = "words"
                        xmin = 0
                        xmax = 1.000
                        intervals: size = 4
                        intervals [1]:
                            xmin = 0.000
                            xmax = 0.100
                            text = ""
                        intervals [2]:
                            xmin = 0.100
                            xmax = 0.400
                            text = \"""hi""\"
                        intervals [3]:
                            xmin = 0.400
                            xmax = 0.800
                            text = "you"
                        intervals [4]:
                            xmin = 0.800
                            xmax = 1.000
                            text = ""

                """)
    }

    @Test("each speaker has tiers of his own, so that people may talk at once")
    func speakers() {
        let text = conversation.formatted(as: .textgrid)
        for name in ["theo - segments", "theo - words", "Anna <3 - segments", "Anna <3 - words"] {
            #expect(text.contains("name = \"\(name)\""))
        }
    }

    @Test("words that overlap are cut, and instants get a millisecond, since tiers have neither")
    func overlap() throws {
        let transcript = Transcript(
            duration: .seconds(1),
            segments: [
                Segment(
                    id: 0, time: range(0, 1000),
                    words: [
                        Word(text: "a", time: range(0, 500)), Word(text: "b", time: range(400, 400)),
                        Word(text: "c", time: range(450, 700)),
                    ])
            ])
        let read = try Transcript(reading: transcript.formatted(as: .textgrid), as: .textgrid)
        #expect(read.words.map(\.time) == [range(0, 500), range(500, 501), range(501, 700)])
    }

    @Test(
        "a TextGrid that breaks the format is refused with its line",
        arguments: [
            ("class = \"IntervalTier\"", "class = \"TextTier\"", 10), ("xmax = 0.100", "xmax = 0.200", 21),
            ("text = \"you\"", "text = \"y\"ou\"", 44), ("intervals: size = 4", "intervals: size = 5", 48),
            ("xmin = 0\nxmax", "xmin = 1\nxmax", 5), ("xmax = 0.800", "xmax = much", 43),
        ])
    func broken(old: String, new: String, line: Int) throws {
        let good = quote.formatted(as: .textgrid)
        let place = try #require(good.firstRange(of: old))
        let error = #expect(throws: TranscriptError.self) {
            try Transcript(reading: good.replacingCharacters(in: place, with: new), as: .textgrid)
        }
        #expect(error?.line ?? Int(error?.fact.split(separator: " ").last ?? "") == line)
    }
}

extension String {
    fileprivate func replacingCharacters(in range: Range<String.Index>, with text: String) -> String {
        var copy = self
        copy.replaceSubrange(range, with: text)
        return copy
    }
}
