import Foundation
import StenoAudio
import StenoCorpora
import StenoTestSupport
import StenoTranscript
import Testing

/// A dataset of three speakers: every digit a tone of its own, twelve recordings of each.
private func makeDataset(in corpus: CorpusFolder) throws {
    for (place, speaker) in ["anna", "bert", "theo"].enumerated() {
        for digit in 0...9 {
            for index in 0..<12 where index % 5 < 2 {
                let hertz = 300 + 100 * Double(digit) + 10 * Double(place)
                let tone = Signal.sine(hertz: hertz, seconds: 0.15 + 0.01 * Double(index), sampleRate: 8000)
                let edge = Signal.noise(
                    seconds: 0.05, sampleRate: 8000, amplitude: 0.0005, seed: UInt64(index + 1))
                try corpus.audio("recordings/\(digit)_\(speaker)_\(index).wav", edge + tone + edge)
            }
        }
    }
}

@Suite("Preparing the Free Spoken Digit Dataset")
struct FSDDPreparerTests {
    let corpus: CorpusFolder
    let out: URL
    let preparer: FSDDPreparer

    init() throws {
        corpus = try CorpusFolder()
        try makeDataset(in: corpus)
        out = corpus.url.appending(path: "out")
        var preparer = FSDDPreparer(seed: 3)
        preparer.strings = [
            "train": DigitStrings(count: 12), "dev": DigitStrings(count: 4), "test": DigitStrings(count: 30),
        ]
        preparer.unseen = ["theo", "anna"]
        preparer.conversationsPerPair = 2
        preparer.unseenConversationsPerPair = 3
        self.preparer = preparer
    }

    @discardableResult
    func prepare() throws -> PreparationReport {
        try preparer.prepare(from: corpus.url.appending(path: "recordings"), to: out)
    }

    func manifest(_ name: String) throws -> [Utterance] {
        try ManifestReader.utterances(in: out.appending(path: name + ".jsonl"))
    }

    @Test("reads digit, speaker and part from a recording's name")
    func names() {
        let recording = FSDDRecording(fileName: "recordings/7_theo_36.wav")
        #expect(recording?.word == "seven")
        #expect(recording?.speaker == "theo")
        #expect(recording?.split == "train")
        #expect(
            (0..<12).map { FSDDRecording(fileName: "0_a_\($0).wav")?.split } == Array(
                repeating: "test", count: 5) + Array(repeating: "dev", count: 5) + ["train", "train"])
        for name in ["10_theo_1.wav", "7_theo.wav", "x_theo_1.wav", "7__1.wav", "7_theo_-1.wav"] {
            #expect(FSDDRecording(fileName: name) == nil)
        }
    }

    @Test("leaves no recording out, and names what is not one")
    func isolated() throws {
        try corpus.tone("recordings/noise.wav")
        let report = try prepare()
        #expect(report.leftOut == [LeftOut("noise.wav", .badName, "expected digit_speaker_index.wav")])
        #expect(try manifest("test").count == 60)
        #expect(try manifest("dev").count == 60)
        #expect(try manifest("train").count == 60)
        #expect(Set(try manifest("test").map(\.text)).count == 10)
    }

    @Test("joins strings of one speaker's recordings of one part, every recording used")
    func strings() throws {
        try prepare()
        let strings = try manifest("strings/test")
        #expect(strings.count == 30)
        #expect(strings.allSatisfy { (1...10).contains($0.wordCount) })
        #expect(Set(strings.map(\.speaker)) == ["anna", "bert", "theo"])
        for speaker: SpeakerID in ["anna", "bert", "theo"] {
            let words = strings.filter { $0.speaker == speaker }.flatMap { $0.text.split(separator: " ") }
            // A deck deals all of a speaker's 20 test recordings, two of each digit, before one comes again.
            let perDigit = Dictionary(grouping: words, by: \.self).mapValues(\.count)
            let rounds = words.count / 20
            #expect(perDigit.count == 10)
            #expect(perDigit.values.allSatisfy { (2 * rounds...2 * rounds + 2).contains($0) }, "\(perDigit)")
        }
    }

    @Test("says truly when each word is heard")
    func times() throws {
        try prepare()
        let ctm = try String(contentsOf: out.appending(path: "strings/test.ctm"), encoding: .utf8)
        for string in try manifest("strings/test").prefix(10) {
            let audio = try AudioFile(at: string.audio).read()
            let reference = try Transcript(reading: ctm, as: .ctm, recording: string.id)
            #expect(reference.text == string.text)
            #expect(audio.duration == string.duration)
            // The tones are loud and everything else is faint, so the true times can be read off the samples.
            let loud = loudStretches(of: audio.samples)
            #expect(loud.count == reference.words.count)
            for (word, stretch) in zip(reference.words, loud) {
                // Two windows of 10 ms, and half of the millisecond CTM rounds to.
                #expect(abs(word.time.start.inSeconds - Double(stretch.lowerBound) / 8000) < 0.0105)
                #expect(abs(word.time.end.inSeconds - Double(stretch.upperBound) / 8000) < 0.0105)
            }
        }
    }

    @Test("lets pairs of speakers talk in turns of two to five digits with true turns in STM and RTTM")
    func conversations() throws {
        let report = try prepare()
        #expect(
            report.parts.map(\.name) == [
                "train", "dev", "test", "strings/dev", "strings/test", "strings/train", "conversations/test",
                "conversations/unseen",
            ])
        let conversations = try manifest("conversations/test")
        #expect(conversations.count == 6)
        let stm = try String(contentsOf: out.appending(path: "conversations/test.stm"), encoding: .utf8)
        let rttm = try String(contentsOf: out.appending(path: "conversations/test.rttm"), encoding: .utf8)
        for conversation in conversations {
            let segments = try Transcript(reading: stm, as: .stm, recording: conversation.id).segments
            #expect(segments.count == 8)
            #expect(segments.allSatisfy { (2...5).contains($0.words.count) })
            #expect(zip(segments, segments.dropFirst()).allSatisfy { $0.speaker != $1.speaker })
            #expect(Set(segments.map(\.speaker)).count == 2)
            #expect(segments.map(\.text).joined(separator: " ") == conversation.text)
            let turns = try Transcript(reading: rttm, as: .rttm, recording: conversation.id).turns
            #expect(turns.map(\.speaker) == segments.compactMap(\.speaker))
            for (turn, next) in zip(turns, turns.dropFirst()) {
                let pause = next.time.start - turn.time.end
                // The pause itself, and the 0.05 s of noise at the edge of both recordings, give or take a window.
                #expect((Duration.milliseconds(280)...(.milliseconds(1_110))).contains(pause))
            }
        }
    }

    @Test("takes the unseen conversations from the speakers it was told, and dev from the others")
    func unseen() throws {
        try prepare()
        let stm = try String(contentsOf: out.appending(path: "conversations/unseen.stm"), encoding: .utf8)
        #expect(stm.split(separator: "\n").allSatisfy { $0.contains(" anna ") || $0.contains(" theo ") })
        #expect(try manifest("conversations/unseen").count == 3)
        // bert alone is no pair.
        #expect(!FileManager.default.fileExists(atPath: out.appending(path: "conversations/dev.jsonl").path))
    }

    @Test("writes the same files when run twice, and others with another seed")
    func twice() throws {
        try prepare()
        let first = try corpus.snapshot()
        try prepare()
        #expect(try corpus.snapshot() == first)
        _ = try FSDDPreparer(seed: 4).with(preparer.strings).prepare(
            from: corpus.url.appending(path: "recordings"), to: out)
        #expect(try corpus.snapshot()["out/strings/test.ctm"] != first["out/strings/test.ctm"])
        #expect(try corpus.snapshot()["out/test.jsonl"] == first["out/test.jsonl"])
    }
}

extension FSDDPreparer {
    fileprivate func with(_ strings: [String: DigitStrings]) -> FSDDPreparer {
        var other = self
        other.strings = strings
        return other
    }
}

/// Stretches of samples above a tenth of full scale, closed by 30 ms without.
private func loudStretches(of samples: [Float]) -> [Range<Int>] {
    var stretches: [Range<Int>] = []
    for (n, sample) in samples.enumerated() where abs(sample) > 0.1 {
        if let last = stretches.last, n - last.upperBound < 240 {
            stretches[stretches.count - 1] = last.lowerBound..<n + 1
        } else {
            stretches.append(n..<n + 1)
        }
    }
    return stretches
}
