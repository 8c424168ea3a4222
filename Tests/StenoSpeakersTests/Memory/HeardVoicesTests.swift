import Foundation
import StenoSpeakers
import StenoTestSupport
import StenoTranscript
import Testing

/// Two recordings of three synthetic people, each of whom says enough in both, in another order.
@Suite("The voices heard in a recording")
struct HeardVoicesTests {
    private let monday = SyntheticConversation(turns: [(0, 9), (1, 9), (2, 9), (0, 6), (1, 6), (2, 6)])
    private let tuesday = SyntheticConversation(turns: [(2, 7), (1, 8), (0, 8), (1, 7), (2, 8), (0, 7)])
    private let folder: TemporaryFolder
    private let store: SpeakerStore
    private let embedder: SpeakerEmbedder

    init() throws {
        folder = try TemporaryFolder()
        store = try SpeakerStore(at: folder.file("speakers.sqlite"))
        embedder = try SyntheticSpeech.embedder()
    }

    private func keep(_ voices: [HeardVoice], labels: SpeakerLabels = .open) throws -> [RememberedVoice] {
        try store.remember(
            voices, heardBy: embedder, in: "test", at: Date(timeIntervalSince1970: 0), labels: labels)
    }

    private var enrolled: [EnrolledVoice] {
        get throws { try store.voices(for: embedder.fingerprint).voices }
    }

    private func file(_ conversation: SyntheticConversation) throws -> (words: [Word], voices: [HeardVoice]) {
        var options = SpeakerTracker.Options()
        options.memory = .seconds(300)
        options.remembering = VoiceRemembering(firstNumber: try store.firstFreeNumber())
        var tracker = SpeakerFileTracker(embedder, enrolled: try enrolled, options: options)
        tracker.accept(conversation.samples)
        tracker.add(conversation.words)
        return (tracker.finish(), tracker.heardVoices())
    }

    private func stream(
        _ conversation: SyntheticConversation, chunk: Int
    ) throws -> (words: [Word], voices: [HeardVoice]) {
        var options = SpeakerTracker.Options()
        options.remembering = VoiceRemembering(firstNumber: try store.firstFreeNumber())
        var tracker = SpeakerTracker(embedder, enrolled: try enrolled, options: options)
        for start in stride(from: 0, to: conversation.samples.count, by: chunk) {
            tracker.accept(
                Array(conversation.samples[start..<min(start + chunk, conversation.samples.count)]))
            _ = tracker.guess(Array(conversation.words.prefix(3)))
        }
        tracker.finish()
        let half = conversation.words.count / 2
        let words =
            tracker.assign(Array(conversation.words[..<half]))
            + tracker.assign(Array(conversation.words[half...]))
        return (words, tracker.heardVoices())
    }

    @Test("have the same names in the next recording, as files and as streams")
    func nextRecording() throws {
        let (_, first) = try file(monday)
        #expect(first.map(\.shortcoming) == [nil, nil, nil])
        #expect(try keep(first).map(\.name) == ["Speaker 1", "Speaker 2", "Speaker 3"])
        let (words, second) = try stream(tuesday, chunk: 16_000)
        #expect(words.map { $0.speaker?.rawValue } == tuesday.people.map { "Speaker \($0 + 1)" })
        #expect(second.map(\.label) == ["Speaker 3", "Speaker 2", "Speaker 1"])
        #expect(try keep(second, labels: .shown).allSatisfy { $0.label == $0.name && $0.outcome == .learned })
        #expect(try store.speakers().map(\.name) == ["Speaker 1", "Speaker 2", "Speaker 3"])
    }

    @Test("are those of the words they were heard in, whatever the chunks, and guesses change nothing")
    func chunks() throws {
        #expect(try stream(monday, chunk: 3_200).voices == stream(monday, chunk: 50_000).voices)
    }

    @Test("are heard without words, too")
    func diarized() throws {
        var whole = SpeakerFileDiarizer(embedder)
        whole.accept(monday.samples)
        _ = whole.finish()
        #expect(try keep(whole.heardVoices()).map(\.outcome) == [.new, .new, .new])
        var options = SpeakerDiarizer.Options()
        options.remembering = VoiceRemembering(firstNumber: try store.firstFreeNumber())
        var live = SpeakerDiarizer(embedder, enrolled: try enrolled, options: options)
        let turns = live.accept(tuesday.samples) + live.finish()
        #expect(Set(turns.map(\.speaker)) == ["Speaker 1", "Speaker 2", "Speaker 3"])
        #expect(live.heardVoices().map(\.label) == ["Speaker 3", "Speaker 2", "Speaker 1"])
    }

    @Test("are numbered after those of the store, and after the number that is asked for")
    func numbering() throws {
        _ = try keep(file(SyntheticConversation(turns: [(0, 12)])).voices)
        let (words, voices) = try stream(SyntheticConversation(turns: [(1, 4), (0, 4)]), chunk: 16_000)
        #expect(words.map { $0.speaker?.rawValue } == [2, 2, 2, 2, 1, 1, 1, 1].map { "Speaker \($0)" })
        #expect(voices.map(\.isKnown) == [false, true])
        var tracker = SpeakerFileTracker(embedder, enrolled: try enrolled)
        tracker.accept(monday.samples)
        tracker.add(monday.words)
        #expect(tracker.finish().map { $0.speaker?.rawValue } == monday.people.map { "Speaker \($0 + 1)" })
        #expect(tracker.heardVoices().isEmpty, "nobody asked to remember")
    }

    @Test("are remembered by their last minute, however long they speak")
    func bounded() throws {
        let (_, voices) = try file(SyntheticConversation(turns: [(0, 200)]))
        // 120 pieces of half a second, each up to a word longer.
        #expect(voices.map(\.speech).allSatisfy { (50...120).contains($0) })
    }
}
