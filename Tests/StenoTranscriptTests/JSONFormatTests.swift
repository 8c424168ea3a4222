import StenoTranscript
import Testing

struct JSONFormatTests {
    @Test("JSON has the field's names, seconds as numbers, and a word a line")
    func golden() {
        let expected = #"""
            {
              "text": "two one R&D",
              "duration": 4.0,
              "language": "en",
              "segments": [
                {
                  "id": 0,
                  "start": 0.0,
                  "end": 1.1,
                  "speaker": "theo",
                  "text": "two one",
                  "confidence": 0.95,
                  "words": [
                    {"word":"two","start":0.0,"end":0.5,"confidence":0.91,"speaker":"theo"},
                    {"word":"one","start":0.6,"end":1.1,"confidence":1.0,"speaker":"theo"}
                  ]
                },
                {
                  "id": 1,
                  "start": 2.0,
                  "end": 2.345,
                  "speaker": "Anna <3",
                  "text": "R&D",
                  "confidence": null,
                  "words": [
                    {"word":"R&D","start":2.0,"end":2.345,"confidence":null,"speaker":"Anna <3"}
                  ]
                }
              ]
            }

            """#
        #expect(conversation.formatted(as: .json) == expected)
    }

    @Test("JSON lines are the final events of a stream")
    func lines() {
        let expected = #"""
            {"type":"final","id":1,"start":2.0,"end":2.345,"speaker":"Anna <3","text":"R&D","confidence":null,"words":[{"word":"R&D","start":2.0,"end":2.345,"confidence":null,"speaker":"Anna <3"}],"received":4.0}
            {"type":"end","duration":4.0,"received":4.0}

            """#
        #expect(
            conversation.formatted(as: .jsonl).split(separator: "\n").dropFirst().joined(separator: "\n")
                + "\n" == expected)
    }

    @Test("a partial event is one line of JSON and reads back")
    func partial() throws {
        let event = StreamEvent.partial(
            PartialResult(time: range(120, 980), text: "say \"hi\"", stable: "say"),
            received: .milliseconds(1040))
        let line =
            #"{"type":"partial","start":0.12,"end":0.98,"text":"say \"hi\"","stable":"say","speaker":null,"received":1.04}"#
        #expect(event.jsonLine == line)
        #expect(try StreamEvent(jsonLine: line) == event)
    }

    @Test("escapes of every kind are read")
    func escapes() throws {
        let line =
            #"{"type":"partial","start":0,"end":1,"text":"\u00e9\ud83d\ude00\n\/\\\t","stable":"","speaker":null,"received":1e0}"#
        guard case .partial(let partial, let received) = try StreamEvent(jsonLine: line) else {
            Issue.record("not a partial")
            return
        }
        #expect(partial.text == "é😀\n/\\\t")
        #expect(received == .seconds(1))
    }

    @Test(
        "JSON that breaks the format is refused with its line",
        arguments: [
            ("{\n\"text\":\"\",\n\"duration\":tru\n}", 3, "\"tru\" is no JSON value"),
            (
                "{\"text\":\"\",\"duration\":1,\"language\":null,\"segments\":[],}", 1,
                "expected \"\"\" but found \"}\""
            ),
            ("{\"text\":\"\",\n\"text\":\"\"}", 2, "\"text\" stands twice in one object"),
            (
                "{\"text\":\"a\",\"duration\":1,\"language\":null,\"segments\":[]}", 1,
                "\"text\" says \"a\" but the words say \"\""
            ),
            (
                "{\"text\":\"\",\"duration\":-1,\"language\":null,\"segments\":[]}", 1,
                "-1.0 is no time in a recording"
            ),
            ("{\"text\":\"\",\"duration\":1,\"segments\":[]}", 1, "\"language\" is missing"),
            ("{}\n\n{}", 3, "something follows the end of the JSON value"),
            (
                "{\"segments\":\n[{\"words\":\n[{\"word\":7}]}]}", 3,
                "\"word\" should be a string, not a number"
            ),
            ("", 1, "the JSON ends too early"),
            ("{\"a\":\"\\ud800\"}", 1, "a string holds half a surrogate pair"),
            ("[[", 1, "the JSON ends too early"),
            ("{\"text\":\"\u{1}\"}", 1, "a string holds a bare control character; escape it"),
            ("{\"duration\":0x10}", 1, "\"0x10\" is no JSON value"),
        ])
    func broken(text: String, line: Int, fact: String) {
        let error = #expect(throws: TranscriptError.self) { try Transcript(reading: text, as: .json) }
        #expect(error?.line == line)
        #expect(error?.fact == fact)
    }

    @Test("JSON nested without end is refused, not followed")
    func deep() {
        let text = String(repeating: "[", count: 100_000)
        #expect(throws: TranscriptError.self) { try Transcript(reading: text, as: .json) }
    }

    @Test("a stream that was cut off is refused")
    func cutOff() {
        let lines = conversation.formatted(as: .jsonl).split(separator: "\n")
        let error = #expect(throws: TranscriptError.self) {
            try Transcript(reading: String(lines[0]), as: .jsonl)
        }
        #expect(error?.fact == "the stream has no \"end\" event; it was cut off")
    }

    @Test(
        "events that contradict themselves are refused with their line",
        arguments: [
            #"{"type":"partial","start":1,"end":0,"text":"","stable":"","speaker":null,"received":1}"#,
            #"{"type":"partial","start":0,"end":1,"text":"ab","stable":"b","speaker":null,"received":1}"#,
            #"{"type":"started","received":1}"#, #"{"type":"end","duration":1}"#, "[]", "null",
        ])
    func brokenEvents(line: String) {
        let error = #expect(throws: TranscriptError.self) { try StreamEvent.events(reading: "\n" + line) }
        #expect(error?.line == 2)
    }
}
