import StenoAudio
import StenoSpeakers
import StenoTestSupport
import StenoTranscript
import Testing

@Suite("The tracker of speakers")
struct SpeakerTrackerTests {
    private let conversation = SyntheticConversation(turns: [(0, 3), (1, 4), (0, 2), (2, 4), (1, 2), (0, 3)])

    private func names(of words: [Word]) -> [String] {
        words.map { $0.speaker?.rawValue ?? "nobody" }
    }

    @Test("gives words to enrolled people by name and to others by number", arguments: [1_600, 48_000])
    func stream(chunk: Int) throws {
        let embedder = try SyntheticSpeech.embedder()
        let known = AudioBuffer(
            samples: SyntheticSpeech.samples(of: SyntheticSpeech.people[1], seconds: 8, seed: 500),
            sampleRate: .speech)
        let anna = EnrolledVoice(name: "Anna", embedding: try embedder.enrollment(of: [known]).embedding)
        var tracker = SpeakerTracker(embedder, enrolled: [anna])
        for start in stride(from: 0, to: conversation.samples.count, by: chunk) {
            tracker.accept(
                Array(conversation.samples[start..<min(start + chunk, conversation.samples.count)]))
        }
        tracker.finish()
        let words =
            tracker.assign(Array(conversation.words[..<9])) + tracker.assign(Array(conversation.words[9...]))
        #expect(names(of: words) == conversation.people.map { ["Speaker 1", "Anna", "Speaker 2"][$0] })
    }

    @Test("guesses without learning")
    func guessing() throws {
        var tracker = SpeakerTracker(try SyntheticSpeech.embedder())
        tracker.accept(conversation.samples)
        let guess = tracker.guess(conversation.words)
        #expect(tracker.guess(conversation.words) == guess)
        #expect(tracker.assign(conversation.words) == guess)
    }

    @Test("with all words at once finds the same people")
    func file() throws {
        var tracker = SpeakerFileTracker(try SyntheticSpeech.embedder())
        tracker.accept(conversation.samples)
        tracker.add(conversation.words)
        #expect(names(of: tracker.finish()) == conversation.people.map { "Speaker \($0 + 1)" })
    }

    @Test("words beyond the audio, and no words at all, do no harm")
    func degenerate() throws {
        var tracker = SpeakerTracker(try SyntheticSpeech.embedder())
        #expect(tracker.assign([]).isEmpty)
        let word = Word(text: "w", time: TimeRange(start: .seconds(5), end: .seconds(6)))
        #expect(tracker.assign([word]).first?.speaker == "Speaker 1")
    }
}

@Suite("The diarizer")
struct SpeakerDiarizerTests {
    private let conversation = SyntheticConversation(turns: [(0, 6), (1, 6), (0, 4), (2, 6), (1, 5)])

    private func turns(chunk: Int, latency: Duration = .seconds(1)) throws -> [SpeakerTurn] {
        var options = SpeakerDiarizer.Options()
        options.latency = latency
        var diarizer = SpeakerDiarizer(try SyntheticSpeech.embedder(), options: options)
        var turns: [SpeakerTurn] = []
        for start in stride(from: 0, to: conversation.samples.count, by: chunk) {
            turns += diarizer.accept(
                Array(conversation.samples[start..<min(start + chunk, conversation.samples.count)]))
        }
        return turns + diarizer.finish()
    }

    @Test("does not depend on the chunk size", arguments: [500, 1_600, 40_000])
    func chunks(size: Int) throws {
        #expect(try turns(chunk: size) == turns(chunk: conversation.samples.count))
    }

    @Test(
        "finds who speaks when, but for the first words of a new voice where there is no time to wait",
        arguments: [(0.5, 0.75), (1, 0.85), (3, 0.85)])
    func accuracy(latency: Double, least: Double) throws {
        let turns = try turns(chunk: 1_600, latency: .seconds(latency))
        var right = Duration.zero
        for (word, person) in zip(conversation.words, conversation.people) {
            for turn in turns where turn.speaker == SpeakerID("Speaker \(person + 1)") {
                right += turn.time.overlap(with: word.time)
            }
        }
        let all = conversation.words.reduce(Duration.zero) { $0 + $1.time.duration }
        #expect(right.inSeconds / all.inSeconds > least)
    }

    @Test("hears the same people with all of the recording in view, and in stretches that are given")
    func file() throws {
        let embedder = try SyntheticSpeech.embedder()
        var diarizer = SpeakerFileDiarizer(embedder)
        for start in stride(from: 0, to: conversation.samples.count, by: 1_000) {
            diarizer.accept(
                Array(conversation.samples[start..<min(start + 1_000, conversation.samples.count)]))
        }
        let heard = diarizer.finish()
        let given = embedder.turns(
            of: AudioBuffer(samples: conversation.samples, sampleRate: .speech),
            in: conversation.words.map(\.time))
        #expect(given.map(\.time) == conversation.words.map(\.time))
        #expect(given.map(\.speaker.rawValue) == conversation.people.map { "Speaker \($0 + 1)" })
        let slices = Dictionary(grouping: heard, by: \.time)
        for (time, turns) in slices {
            let owner = conversation.words.indices.max { a, b in
                time.overlap(with: conversation.words[a].time)
                    < time.overlap(with: conversation.words[b].time)
            }
            #expect(turns.first?.speaker.rawValue == owner.map { "Speaker \(conversation.people[$0] + 1)" })
        }
        // A half second at the border of two people may seem to be of both.
        #expect(heard.count - slices.count <= 1)
        #expect(slices.count >= conversation.words.count / 2)
    }

    @Test("joins neighbors of one speaker across short pauses only")
    func joining() {
        func turn(_ name: String, _ start: Int, _ end: Int) -> SpeakerTurn {
            SpeakerTurn(speaker: SpeakerID(name), time: TimeRange(start: .seconds(start), end: .seconds(end)))
        }
        let joined = [turn("a", 0, 1), turn("a", 1, 2), turn("b", 2, 3), turn("a", 3, 4), turn("a", 6, 7)]
            .joined(across: .seconds(1))
        #expect(joined == [turn("a", 0, 2), turn("b", 2, 3), turn("a", 3, 4), turn("a", 6, 7)])
        let crossed = [turn("a", 0, 2), turn("b", 1, 2), turn("a", 2, 4), turn("b", 4, 5), turn("a", 6, 7)]
            .joined(across: .seconds(1))
        #expect(crossed == [turn("a", 0, 4), turn("b", 1, 2), turn("b", 4, 5), turn("a", 6, 7)])
        let goingOn = [turn("a", 0, 2), turn("b", 2, 4), turn("a", 2, 3)].joined(across: .seconds(1))
        #expect(goingOn == [turn("a", 0, 3), turn("b", 2, 4)])
    }
}
