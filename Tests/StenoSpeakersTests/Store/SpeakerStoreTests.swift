import Foundation
import StenoSpeakers
import StenoTensor
import StenoTestSupport
import Testing

@Suite("The speaker store")
struct SpeakerStoreTests {
    private let folder: TemporaryFolder
    private let store: SpeakerStore

    init() throws {
        folder = try TemporaryFolder()
        store = try SpeakerStore(at: folder.file("new/speakers.sqlite"))
    }

    @Test("gives back what was added, to whoever opens the file next")
    func roundTrip() throws {
        try store.add(.sample(1), to: "Anna")
        try store.add(.sample(2), to: "Bert")
        try store.add(.sample(3), to: "Anna")

        let reopened = try SpeakerStore(at: folder.file("new/speakers.sqlite")).speakers()
        #expect(
            reopened == [
                EnrolledSpeaker(name: "Anna", recordings: [.sample(1), .sample(3)]),
                EnrolledSpeaker(name: "Bert", recordings: [.sample(2)]),
            ])
    }

    @Test("keeps one entry for a name written with composed and decomposed accents, or with blanks around it")
    func canonicalNames() throws {
        try store.add(.sample(1), to: "Zo\u{eb}")
        try store.add(.sample(2), to: " Zoe\u{308} ")
        #expect(try store.speakers().map(\.recordings.count) == [2])
    }

    @Test(
        "refuses names that are empty, break the line or look like an automatic label",
        arguments: ["", "  ", "a\nb", "Speaker 3", "speaker-3"])
    func refusesNames(name: String) throws {
        #expect(throws: SpeakerError.self) { try store.add(.sample(1), to: name) }
        #expect(try store.speakers().isEmpty)
    }

    @Test("renames, and refuses a name that is taken")
    func rename() throws {
        try store.add(.sample(1), to: "Anna")
        try store.add(.sample(2), to: "Bert")
        try store.rename("Anna", to: "Anne")
        #expect(try store.speakers().map(\.name) == ["Anne", "Bert"])
        #expect(throws: SpeakerError.nameTaken("Bert")) { try store.rename("Anne", to: "Bert") }
        try store.rename("Anne", to: "Anne")
    }

    @Test("merges two entries: the target's name, everybody's recordings")
    func merge() throws {
        try store.add(.sample(1), to: "Anna")
        try store.add(.sample(2), to: "A. Smith")
        try store.merge("A. Smith", into: "Anna")
        #expect(
            try store.speakers() == [EnrolledSpeaker(name: "Anna", recordings: [.sample(1), .sample(2)])])
        try store.merge("Anna", into: "Anna")
        #expect(try store.speakers().count == 1)
    }

    @Test("removes a person with all recordings")
    func remove() throws {
        try store.add(.sample(1), to: "Anna")
        try store.remove("Anna")
        #expect(try store.speakers().isEmpty)
        try store.add(.sample(2), to: "Anna")
        #expect(try store.speakers().first?.recordings == [.sample(2)])
    }

    @Test("names who it knows when asked for somebody else")
    func unknown() throws {
        try store.add(.sample(1), to: "Anna")
        #expect(throws: SpeakerError.unknownSpeaker("Bert", known: ["Anna"])) { try store.remove("Bert") }
    }

    @Test("offers the voices of one model only, and says who has to be enrolled again")
    func modelIsChecked() throws {
        try store.add(.sample(1, model: "old"), to: "Anna")
        try store.add(.sample(2, model: "new"), to: "Bert")
        let voices = try store.voices(for: "new")
        #expect(voices.voices.map(\.name) == ["Bert"])
        #expect(voices.unusable == ["Anna"])
    }

    @Test("a voice is the mean of the recordings, weighted by their speech")
    func voiceIsWeightedMean() throws {
        let east = try #require(SpeakerEmbedding(scaling: [1, 0]))
        let north = try #require(SpeakerEmbedding(scaling: [0, 1]))
        try store.add(.sample(embedding: east, speech: 6), to: "Anna")
        try store.add(.sample(embedding: north, speech: 2), to: "Anna")
        let voice = try #require(try store.voices(for: "model").voices.first)
        // 6 s east and 2 s north point to (3, 1) / √10.
        #expect(largestDifference(voice.embedding.values, [0.948683, 0.316228]) < 1e-5)
    }

    @Test("an export imported elsewhere is equal, and importing it again adds nothing")
    func exchange() throws {
        try store.add(.sample(1), to: "Anna")
        try store.add(.sample(2), to: "Bert")
        let other = try SpeakerStore(at: folder.file("other.sqlite"))
        try other.add(.sample(3), to: "Bert")

        #expect(try other.importing(store.exported()) == 2)
        #expect(
            try other.speakers() == [
                EnrolledSpeaker(name: "Anna", recordings: [.sample(1)]),
                EnrolledSpeaker(name: "Bert", recordings: [.sample(3), .sample(2)]),
            ])
        #expect(try other.importing(store.exported()) == 0)
    }

    @Test("an import that fails half-way adds nothing")
    func importIsAllOrNothing() throws {
        let text = """
            {"version": 1, "speakers": [
              {"name": "Anna", "recordings": [{"model": "m", "source": "s", "speech": 1, "added": 0, "embedding": [1, 0]}]},
              {"name": "Bert", "recordings": [{"model": "m", "source": "s", "speech": 1, "added": 0, "embedding": [0, 0]}]}]}
            """
        #expect(throws: SpeakerError.self) { try store.importing(Data(text.utf8)) }
        #expect(try store.speakers().isEmpty)
    }

    @Test("a file that is no store is refused with its path")
    func notAStore() throws {
        let file = folder.file("text.sqlite")
        try Data(repeating: 0x61, count: 4_096).write(to: file)
        do {
            _ = try SpeakerStore(at: file)
            Issue.record("a text file was opened as a store")
        } catch {
            #expect(error.description.contains("text.sqlite"))
        }
    }
}

extension EnrolledRecording {
    /// A recording whose every field depends on its number.
    static func sample(_ number: Int, model: String = "model") -> EnrolledRecording {
        var generator = SeededGenerator(seed: UInt64(number))
        let vector = (0..<8).map { _ in Float.random(in: -1...1, using: &generator) }
        guard let embedding = SpeakerEmbedding(scaling: vector) else {
            preconditionFailure("a random vector is zero")
        }
        return EnrolledRecording(
            embedding: embedding, model: model, source: "take \(number).wav", speech: Double(number),
            added: Date(timeIntervalSince1970: 1_700_000_000 + Double(number)))
    }

    static func sample(embedding: SpeakerEmbedding, speech: Double) -> EnrolledRecording {
        EnrolledRecording(
            embedding: embedding, model: "model", source: "take.wav", speech: speech,
            added: Date(timeIntervalSince1970: 0))
    }
}
