import StenoTranscript
import Testing

struct TranscriptTests {
    @Test("the text is the words of all segments, without gaps for empty ones")
    func text() {
        let time = TimeRange(start: .zero, end: .seconds(1))
        let transcript = Transcript(
            duration: .seconds(3),
            segments: [
                Segment(
                    id: 0, time: time, words: [Word(text: "two", time: time), Word(text: "one", time: time)]),
                Segment(id: 1, time: time, words: []),
                Segment(id: 2, time: time, speaker: "theo", words: [Word(text: "zero", time: time)]),
            ])
        #expect(transcript.text == "two one zero")
        #expect(transcript.words.map(\.text) == ["two", "one", "zero"])
        #expect(transcript.turns == [SpeakerTurn(speaker: "theo", time: time)])
    }
}
