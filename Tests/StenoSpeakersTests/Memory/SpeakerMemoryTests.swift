import Foundation
import StenoSpeakers
import StenoTestSupport
import StenoTranscript
import Testing

@Suite("The memory for voices")
struct SpeakerMemoryTests {
    private let folder: TemporaryFolder
    private let store: SpeakerStore

    init() throws {
        folder = try TemporaryFolder()
        store = try SpeakerStore(at: folder.file("speakers.sqlite"))
    }

    @discardableResult
    private func remember(
        _ voices: HeardVoice..., labels: SpeakerLabels = .open, model: String = "model"
    ) throws -> [RememberedVoice] {
        try store.remember(
            voices, model: model, scale: HeardVoice.scale, in: "take.wav",
            at: Date(timeIntervalSince1970: 1_700_000_000), labels: labels)
    }

    private var names: [String] {
        get throws { try store.speakers().map(\.name) }
    }

    @Test("keeps new voices under numbers, and knows them when they come back in another order")
    func again() throws {
        let first = try remember(.heard("Speaker 1", as: 0), .heard("Speaker 2", as: 1))
        #expect(first.map(\.outcome) == [.new, .new])
        let second = try remember(.heard("Speaker 1", as: 1, take: 2), .heard("Speaker 2", as: 2))
        #expect(second.map(\.name) == ["Speaker 2", "Speaker 3"])
        #expect(second.map(\.outcome) == [.learned, .new])
        #expect(try names == ["Speaker 1", "Speaker 2", "Speaker 3"])
        #expect(try store.speakers().map(\.recordings.count) == [1, 2, 1])
        #expect(try store.speakers().allSatisfy { $0.recordings.allSatisfy { $0.origin == .remembered } })
    }

    @Test("does not keep who said too little, or who seems to be several people")
    func shortcomings() throws {
        let results = try remember(
            .heard("Speaker 1", as: 0, speech: 4.9), .heard("Speaker 2", as: 1, warnings: [.severalVoices]),
            HeardVoice(label: "Speaker 3", isKnown: false, speech: 0.4, enrollment: nil))
        #expect(
            results.map(\.outcome) == [
                .left(.littleSpeech(seconds: 4.9, needed: 5)), .left(.severalVoices),
                .left(.littleSpeech(seconds: 0.4, needed: 5)),
            ])
        #expect(try names.isEmpty)
        #expect(
            try remember(.heard("Speaker 1", as: 0)).map(\.name) == ["Speaker 4"],
            "a label that stands in a transcript is nobody else's later")
    }

    @Test("leaves an enrolled name as it is, and adds what was heard of it")
    func enrolled() throws {
        try store.add(.sample(embedding: .voice(0, take: 1), speech: 10), to: "Anna")
        let results = try remember(.heard("Anna", as: 0, take: 2, isKnown: true), .heard("Speaker 1", as: 1))
        #expect(results.map(\.name) == ["Anna", "Speaker 1"])
        #expect(try store.speakers().map(\.recordings.count) == [2, 1])
    }

    @Test("learns nothing from a voice that has a name but does not sound like it")
    func unlike() throws {
        try store.add(.sample(embedding: .voice(0, take: 1), speech: 10), to: "Anna")
        #expect(try remember(.heard("Anna", as: 1, isKnown: true)).map(\.outcome) == [.recognized])
        #expect(try store.speakers().map(\.recordings.count) == [1])
    }

    @Test("never gives a number twice, though its voice was renamed or removed")
    func numbers() throws {
        try remember(.heard("Speaker 1", as: 0), .heard("Speaker 2", as: 1))
        try store.rename("Speaker 1", to: "Anna")
        try store.remove("Speaker 2")
        let results = try remember(.heard("Speaker 1", as: 0, take: 2), .heard("Speaker 2", as: 1, take: 2))
        #expect(results.map(\.name) == ["Anna", "Speaker 3"])
        #expect(try store.firstFreeNumber() == 4)
    }

    @Test("keeps a label that was shown, unless another process gave its number away meanwhile")
    func shown() throws {
        let first = try remember(.heard("Speaker 1", as: 0), .heard("Speaker 2", as: 1), labels: .shown)
        #expect(first.map(\.name) == ["Speaker 1", "Speaker 2"])
        let second = try remember(
            .heard("Speaker 1", as: 2), .heard("Speaker 2", as: 1, take: 2), .heard("Speaker 3", as: 3),
            labels: .shown)
        #expect(second.map(\.name) == ["Speaker 4", "Speaker 2", "Speaker 3"])
        #expect(second.map(\.outcome) == [.new, .learned, .new])
    }

    @Test("gives one name to one voice of a recording: the most alike")
    func oneVoiceEach() throws {
        try remember(.heard("Speaker 1", as: 0))
        let results = try remember(
            .heard("Speaker 1", as: 0, take: 2, scatter: 0.7), .heard("Speaker 2", as: 0, take: 3))
        #expect(results.map(\.name) == ["Speaker 2", "Speaker 1"])
    }

    @Test("keeps the last eight recordings it heard of a person, and all that were enrolled")
    func bound() throws {
        for take in 1...3 { try store.add(.sample(embedding: .voice(0, take: take), speech: 10), to: "Anna") }
        for take in 4...15 { try remember(.heard("Anna", as: 0, take: take, isKnown: true)) }
        let recordings = try #require(try store.speakers().first).recordings
        #expect(recordings.count { $0.origin == .enrolled } == 3)
        let remembered = recordings.filter { $0.origin == .remembered }.map(\.embedding)
        // Bringing stored embeddings back to unit length may change their last bits.
        let newest = (8...15).map { SpeakerEmbedding.voice(0, take: $0) }
        #expect(remembered.count == SpeakerStore.mostRemembered)
        #expect(zip(remembered, newest).allSatisfy { $0.similarity(to: $1) > 0.9999 })
    }

    @Test("keeps the same audio once, however often it is heard")
    func sameAudio() throws {
        for _ in 1...3 { try remember(.heard("Speaker 1", as: 0, take: 4)) }
        #expect(try store.speakers().map(\.recordings.count) == [1])
    }

    @Test("does not let what was heard outweigh what was enrolled")
    func weight() throws {
        let (anna, other) = (SpeakerEmbedding.voice(0, take: 1), SpeakerEmbedding.voice(0, take: 2))
        var speaker = EnrolledSpeaker(name: "Anna", recordings: [.sample(embedding: anna, speech: 6)])
        for _ in 1...8 {
            var heard = EnrolledRecording.sample(embedding: other, speech: 60)
            heard.origin = .remembered
            speaker.recordings.append(heard)
        }
        let voice = try #require(speaker.voice(for: "model")).embedding
        // Equal weights put the middle equally far from both; 1e-5 covers the sums' rounding.
        #expect(abs(voice.similarity(to: anna) - voice.similarity(to: other)) < 1e-5)
    }

    @Test(
        "imports numbers of another store as new people, once, and its memories of one person as that person")
    func exchange() throws {
        let other = try SpeakerStore(at: folder.file("other.sqlite"))
        try other.importing(store.exported())
        try remember(.heard("Speaker 1", as: 0), .heard("Speaker 2", as: 1))
        try other.remember(
            [.heard("Speaker 1", as: 2)], model: "model", scale: HeardVoice.scale, in: "other.wav",
            at: Date(timeIntervalSince1970: 0), labels: .open)
        #expect(try other.importing(store.exported()) == 2)
        #expect(try other.speakers().map(\.name) == ["Speaker 1", "Speaker 2", "Speaker 3"])
        try other.rename("Speaker 3", to: "Anna")
        #expect(try other.importing(store.exported()) == 0)
        #expect(try other.speakers().map(\.name) == ["Anna", "Speaker 1", "Speaker 2"])
        #expect(try other.speakers().flatMap(\.recordings).allSatisfy { $0.origin == .remembered })
    }

    @Test("of two models knows each voice by the one that heard it")
    func models() throws {
        try remember(.heard("Speaker 1", as: 0))
        let results = try remember(.heard("Speaker 1", as: 0), model: "another")
        #expect(results.map(\.name) == ["Speaker 2"], "embeddings of two models cannot be compared")
    }

    @Test("loses and doubles nobody when two processes remember the same people at once")
    func processes() async throws {
        let path = folder.file("shared.sqlite").path()
        async let first: Void = Self.rememberInAnotherProcess(path, 1)
        async let second: Void = Self.rememberInAnotherProcess(path, 2)
        _ = await (first, second)
        let speakers = try SpeakerStore(at: URL(filePath: path)).speakers()
        #expect(Set(speakers.map(\.name)) == Set((1...6).map { "Speaker \($0)" }))
        #expect(
            speakers.allSatisfy { $0.recordings.count == 2 },
            "a recording of each process: \(speakers.map(\.recordings.count))")
    }

    private static func rememberInAnotherProcess(_ path: String, _ process: Int) async {
        await #expect(processExitsWith: .success) { [path = path as String, process = process as Int] in
            let store = try SpeakerStore(at: URL(filePath: path))
            // Each meets the six people in an order of its own, one a recording.
            for index in 0..<6 {
                let person = process == 1 ? index : 5 - index
                try store.remember(
                    [.heard("Speaker 1", as: person, take: process)], model: "model",
                    scale: HeardVoice.scale, in: "take.wav", at: Date(timeIntervalSince1970: 0),
                    labels: .shown)
            }
        }
    }
}

extension SpeakerEmbedding {
    /// The voice of one of eight people: a direction of its own, and scatter in directions nobody has.
    ///
    /// - Parameter take: What decides the scatter.
    static func voice(_ person: Int, take: Int, scatter: Float = 0.5) -> SpeakerEmbedding {
        var vector = [Float](repeating: 0, count: 64)
        vector[person] = 1
        vector[8 + take] = scatter
        guard let embedding = SpeakerEmbedding(scaling: vector) else {
            preconditionFailure("a vector with a 1 in it has a direction")
        }
        return embedding
    }
}

extension HeardVoice {
    /// Two takes of one voice have a cosine of 1 / (1 + 0.25) = 0.8, two voices of 0 or, with the same scatter, 0.2.
    static let scale = SimilarityScale(
        points: [.init(seconds: 1, same: 0.8, different: 0, deviation: 0.2)])

    static func heard(
        _ label: SpeakerID, as person: Int, take: Int = 1, scatter: Float = 0.5, speech: Double = 8,
        isKnown: Bool = false, warnings: [SpeakerEnrollment.Warning] = []
    ) -> HeardVoice {
        HeardVoice(
            label: label, isKnown: isKnown, speech: speech,
            enrollment: SpeakerEnrollment(
                embedding: .voice(person, take: take, scatter: scatter), speech: speech, warnings: warnings))
    }
}
