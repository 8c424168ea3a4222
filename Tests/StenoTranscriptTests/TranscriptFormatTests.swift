import Foundation
import StenoTestSupport
import StenoTranscript
import Testing

/// What a format keeps of a transcript, so that reading what was written can be compared.
struct TranscriptFormatTests {
    static let seeds = Array(UInt64(1)...60)

    func rewritten(_ transcript: Transcript, _ format: TranscriptFormat) throws -> Transcript {
        try Transcript(reading: transcript.formatted(as: format, recording: "talk"), as: format)
    }

    @Test("JSON and JSON lines keep everything", arguments: seeds)
    func json(seed: UInt64) throws {
        let transcript = randomTranscript(seed: seed)
        #expect(try rewritten(transcript, .json) == transcript)
        #expect(try rewritten(transcript, .jsonl) == transcript)
    }

    @Test("plain text keeps who said what", arguments: seeds)
    func plainText(seed: UInt64) throws {
        let transcript = randomTranscript(seed: seed)
        let spoken = transcript.segments.filter { !$0.words.isEmpty }
        let read = try rewritten(transcript, .text)
        #expect(read.segments.map(\.text) == spoken.map(\.text))
        #expect(read.segments.map(\.speaker) == spoken.map(\.speaker))
    }

    @Test("subtitles keep speakers, times and texts of segments that fit into a cue", arguments: seeds)
    func subtitles(seed: UInt64) throws {
        let transcript = randomTranscript(seed: seed)
        let spoken = transcript.segments.filter { !$0.words.isEmpty }
        for format in [TranscriptFormat.srt, .vtt] {
            let read = try rewritten(transcript, format)
            #expect(read.segments.map(\.time) == spoken.map(\.time))
            #expect(read.segments.map(\.text) == spoken.map(\.text))
            #expect(read.segments.map(\.speaker) == spoken.map(\.speaker))
        }
    }

    @Test("long segments lose no word in subtitles and stay readable", arguments: seeds)
    func longSubtitles(seed: UInt64) throws {
        let transcript = randomTranscript(seed: seed, words: 1...200)
        for format in [TranscriptFormat.srt, .vtt] {
            let read = try rewritten(transcript, format)
            #expect(read.text == transcript.text)
            for cue in read.segments where cue.words.count > 1 {
                #expect(cue.text.count <= 85)
                #expect(cue.time.duration <= .milliseconds(7000 + 300 + 500))
            }
        }
    }

    @Test("highlighted subtitles keep when each word starts", arguments: seeds)
    func highlighted(seed: UInt64) throws {
        let transcript = randomTranscript(seed: seed, words: 1...30)
        var options = SubtitleOptions()
        options.highlightsWords = true
        let text = transcript.formatted(as: .vtt, subtitles: options)
        let read = try Transcript(reading: text, as: .vtt)
        #expect(read.text == transcript.text)
        for cue in read.segments {
            let starts = cue.words.dropFirst().map(\.time.start)
            let cueWords = transcript.words.filter {
                cue.time.start < $0.time.start && $0.time.start < cue.time.end
            }
            #expect(cueWords.suffix(starts.count).map(\.time.start) == starts)
        }
    }

    @Test("CTM keeps every word, its times, confidence and speaker", arguments: seeds)
    func ctm(seed: UInt64) throws {
        let transcript = randomTranscript(seed: seed)
        #expect(try rewritten(transcript, .ctm).words == transcript.words)
    }

    @Test("RTTM keeps who spoke when", arguments: seeds)
    func rttm(seed: UInt64) throws {
        let transcript = randomTranscript(seed: seed)
        let read = try rewritten(transcript, .rttm)
        #expect(read.segments.map(\.time) == transcript.segments.map(\.time))
        #expect(read.turns == transcript.turns)
    }

    @Test("STM keeps segments, speakers and texts", arguments: seeds)
    func stm(seed: UInt64) throws {
        let transcript = randomTranscript(seed: seed)
        let read = try rewritten(transcript, .stm)
        #expect(read.segments.map(\.time) == transcript.segments.map(\.time))
        #expect(read.segments.map(\.text) == transcript.segments.map(\.text))
        #expect(read.turns == transcript.turns)
    }

    @Test("a TextGrid keeps segments that say something, their speakers and words", arguments: seeds)
    func textGrid(seed: UInt64) throws {
        let transcript = randomTranscript(seed: seed)
        let spoken = transcript.segments.filter { !$0.words.isEmpty }
        let read = try rewritten(transcript, .textgrid)
        #expect(read.duration == transcript.duration)
        #expect(read.segments.map(\.time) == spoken.map(\.time))
        #expect(read.segments.map(\.speaker) == spoken.map(\.speaker))
        #expect(read.words.map(\.text) == spoken.flatMap(\.words).map(\.text))
        #expect(read.words.map(\.time) == spoken.flatMap(\.words).map(\.time))
    }

    @Test("nothing written twice differs", arguments: TranscriptFormat.allCases)
    func deterministic(format: TranscriptFormat) {
        let transcript = randomTranscript(seed: 7)
        #expect(transcript.formatted(as: format) == transcript.formatted(as: format))
    }

    @Test("a transcript of silence can be written and read", arguments: TranscriptFormat.allCases)
    func silence(format: TranscriptFormat) throws {
        let silence = Transcript(duration: .seconds(2), segments: [])
        #expect(try rewritten(silence, format).segments.isEmpty)
    }

    @Test("a file is written, read, and named when it is wrong", arguments: TranscriptFormat.allCases)
    func files(format: TranscriptFormat) throws {
        let folder = try TemporaryFolder()
        let url = folder.file("talk.\(format.fileExtension)")
        try conversation.write(to: url, as: format)
        let read = try Transcript(contentsOf: url, as: format)
        #expect(read == (try Transcript(reading: conversation.formatted(as: format), as: format)))
        try Data([0xFF, 0xFE]).write(to: url)
        let error = #expect(throws: TranscriptError.self) { try Transcript(contentsOf: url, as: format) }
        #expect(error?.description == "\(url.lastPathComponent): it is not UTF-8 text")
    }
}
