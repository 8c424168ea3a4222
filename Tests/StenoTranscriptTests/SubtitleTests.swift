import StenoTranscript
import Testing

struct SubtitleTests {
    @Test("SubRip numbers its cues, writes commas, and names speakers")
    func subRip() {
        #expect(
            conversation.formatted(as: .srt) == """
                1
                00:00:00,000 --> 00:00:01,100
                theo: two one

                2
                00:00:02,000 --> 00:00:02,345
                Anna <3: R&D

                """)
    }

    @Test("WebVTT writes points and voices, and escapes what would be markup")
    func webVTT() {
        #expect(
            conversation.formatted(as: .vtt) == """
                WEBVTT

                00:00:00.000 --> 00:00:01.100
                <v theo>two one

                00:00:02.000 --> 00:00:02.345
                <v Anna &lt;3>R&amp;D

                """)
    }

    @Test("WebVTT can mark when each word starts")
    func highlighted() {
        var options = SubtitleOptions()
        options.highlightsWords = true
        #expect(
            conversation.formatted(as: .vtt, subtitles: options).contains("<v theo>two <00:00:00.600>one\n"))
    }

    @Test("hours run past two digits")
    func manyHours() throws {
        let hours = 123 * 3_600_000
        let transcript = Transcript(
            duration: .milliseconds(hours + 1000),
            segments: [
                Segment(
                    id: 0, time: range(hours, hours + 1000),
                    words: [Word(text: "late", time: range(hours, hours + 1000))])
            ])
        let text = transcript.formatted(as: .srt)
        #expect(text.contains("123:00:00,000 --> 123:00:01,000"))
        #expect(try Transcript(reading: text, as: .srt).segments[0].time == range(hours, hours + 1000))
    }

    @Test("a long segment is cut into cues of about equal length, in two lines each")
    func cues() {
        let words = (0..<40).map { Word(text: "word\($0 % 10)", time: range($0 * 200, $0 * 200 + 200)) }
        let transcript = Transcript(
            duration: .seconds(8), segments: [Segment(id: 0, time: range(0, 8000), words: words)])
        let cues = transcript.formatted(as: .srt).split(separator: "\n\n")
        let wordsByLine = cues.map { cue in
            cue.split(separator: "\n").dropFirst(2).map { $0.split(separator: " ").count }
        }
        #expect(wordsByLine == [[6, 7], [6, 7], [7, 7]])
    }

    @Test("words without a duration still make a cue that can be shown")
    func instant() throws {
        let transcript = Transcript(
            duration: .seconds(1),
            segments: [Segment(id: 0, time: range(5, 5), words: [Word(text: "now", time: range(5, 5))])])
        #expect(
            try Transcript(reading: transcript.formatted(as: .vtt), as: .vtt).segments[0].time == range(5, 6))
    }

    @Test(
        "WebVTT as other programs write it is read: names, settings, notes, styles, several voices, entities")
    func foreignWebVTT() throws {
        let text = """
            \u{FEFF}WEBVTT - a talk\r
            Kind: captions\r
            \r
            NOTE made by hand\r
            \r
            STYLE\r
            ::cue { color: red }\r
            \r
            intro\r
            00:01.000 --> 00:02.500 align:start position:0%\r
            <v.loud Mary Ann>Hi <b>there</b>\r
            <v Bob>a &lt; b</v>\r
            """
        let transcript = try Transcript(reading: text, as: .vtt)
        #expect(transcript.segments.count == 1)
        #expect(transcript.segments[0].time == range(1000, 2500))
        #expect(transcript.words.map(\.text) == ["Hi", "there", "a", "<", "b"])
        #expect(transcript.words.map(\.speaker) == ["Mary Ann", "Mary Ann", "Bob", "Bob", "Bob"])
        #expect(transcript.segments[0].speaker == nil)
    }

    @Test(
        "subtitles that break the format are refused with their line",
        arguments: [
            (TranscriptFormat.srt, "one\n00:00:00,000 --> 00:00:01,000\nx", 1),
            (.srt, "1\n00:00:00.000 --> 00:00:01.000\nx", 2),
            (.srt, "1\n00:00:00,000 -> 00:00:01,000\nx", 2),
            (.srt, "1\n00:00:02,000 --> 00:00:01,000\nx", 2),
            (.srt, "1\n00:00:00,000 --> 00:00:60,000\nx", 2),
            (.srt, "1\n00:00:00,000 --> 00:00:01,000\nx\n\n2", 5),
            (.vtt, "00:00:00.000 --> 00:00:01.000\nx", 1),
            (.vtt, "", 1),
            (.vtt, "WEBVTT\n\n00:00:00.000 --> 00:00:01\nx", 3),
            (.vtt, "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\na <b", 4),
            (.vtt, "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nR&D", 4),
            (.vtt, "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\na <00:00:02.000>b", 4),
            (.vtt, "WEBVTT\n\nname\n", 3),
        ])
    func broken(format: TranscriptFormat, text: String, line: Int) {
        let error = #expect(throws: TranscriptError.self) { try Transcript(reading: text, as: format) }
        #expect(error?.line == line)
    }

    @Test("a colon names a speaker only where a space follows it")
    func colons() throws {
        let read = try Transcript(reading: "at 10:30 sharp\nBob: yes\n: odd\n", as: .text)
        #expect(read.segments.map(\.speaker) == [nil, "Bob", nil])
        #expect(read.segments.map(\.text) == ["at 10:30 sharp", "yes", ": odd"])
    }
}
