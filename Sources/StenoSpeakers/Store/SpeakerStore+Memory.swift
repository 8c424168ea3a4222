public import Foundation
import GRDB
import StenoTranscript

extension SpeakerStore {
    /// How many remembered recordings of a person are kept; what is older goes. Enrolled ones always stay.
    public static let mostRemembered = 8

    /// The number of the next voice that nobody has named, as far as no other process takes it.
    public func firstFreeNumber() throws(SpeakerError) -> Int {
        try read(lastNumber) + 1
    }

    /// Keeps the voices of a recording or stream: those nobody has under a number that no voice ever had, and of those
    /// that are known another recording. All of it is one transaction.
    ///
    /// - Parameters:
    ///   - voices: What `heardVoices()` says of a tracker, a diarizer or a session.
    ///   - embedder: What heard them.
    ///   - source: Where the audio came from, for people to read.
    ///   - date: Now.
    ///   - labels: Whether anybody has seen the labels.
    /// - Returns: What became of each voice, in the same order.
    @discardableResult
    public func remember(
        _ voices: [HeardVoice], heardBy embedder: SpeakerEmbedder, in source: String, at date: Date,
        labels: SpeakerLabels
    ) throws(SpeakerError) -> [RememberedVoice] {
        try remember(
            voices, model: embedder.fingerprint, scale: embedder.similarityScale, in: source, at: date,
            labels: labels)
    }

    /// The same for embeddings of any origin.
    @discardableResult
    package func remember(
        _ voices: [HeardVoice], model: String, scale: SimilarityScale, in source: String, at date: Date,
        labels: SpeakerLabels
    ) throws(SpeakerError) -> [RememberedVoice] {
        try write { database in
            let people = try speakers(in: database).compactMap { $0.voice(for: model) }
            let matching = VoiceMatching(scale: scale)
            let taken = try lastNumber(in: database)
            var numbers = SpeakerNumbers(after: taken, shown: labels == .shown ? voices.map(\.label) : [])
            let remembered = zip(voices, matching.names(of: voices, among: people)).map { voice, name in
                let person = people.first { $0.name == name }
                return RememberedVoice(
                    label: voice.label,
                    name: name.map { SpeakerID($0) } ?? numbers.name(of: voice, labels),
                    outcome: voice.outcome(for: person, by: matching))
            }
            for (voice, result) in zip(voices, remembered) where result.isKept {
                guard let enrollment = voice.enrollment else { continue }
                let recording = EnrolledRecording(
                    embedding: enrollment.embedding, model: model, source: source, speech: enrollment.speech,
                    added: date, origin: .remembered)
                try keep(recording, of: result.name.rawValue, in: database)
            }
            if numbers.last > taken { try setLastNumber(numbers.last, in: database) }
            return remembered
        }
    }

    /// Adds a recording of somebody, in the place of one of the same audio if there is one, and drops the oldest where
    /// there are too many.
    private func keep(_ recording: EnrolledRecording, of name: String, in database: Database) throws {
        let speaker = try idOfNewOrKnown(name, in: database)
        let kept = try StoredRecording.filter(sql: "speaker = ? AND remembered", arguments: [speaker])
            .order(sql: "id").fetchAll(database)
        let again = try kept.filter { try $0.recording().isSameAudio(as: recording) }
        let rest = kept.filter { other in !again.contains { $0.id == other.id } }
        for old in again + rest.dropLast(Self.mostRemembered - 1) {
            try database.execute(sql: "DELETE FROM recording WHERE id = ?", arguments: [old.id])
        }
        try StoredRecording(recording, speaker: speaker).insert(database)
    }

    func lastNumber(in database: Database) throws -> Int {
        try Int.fetchOne(database, sql: "SELECT last FROM number") ?? 0
    }

    func setLastNumber(_ number: Int, in database: Database) throws {
        try database.execute(sql: "UPDATE number SET last = ?", arguments: [number])
    }
}

extension SpeakerNumbers {
    fileprivate mutating func name(of voice: HeardVoice, _ labels: SpeakerLabels) -> SpeakerID {
        labels == .shown ? keeping(voice.label) : next()
    }
}

extension HeardVoice {
    fileprivate func outcome(
        for person: EnrolledVoice?, by matching: VoiceMatching
    ) -> RememberedVoice.Outcome {
        guard let person else { return shortcoming.map { .left($0) } ?? .new }
        return shortcoming == nil && matching.isSame(self, as: person) ? .learned : .recognized
    }
}

extension RememberedVoice {
    fileprivate var isKept: Bool { outcome == .new || outcome == .learned }
}

extension EnrolledRecording {
    /// Two embeddings as alike as this say the same of a voice: mostly, the same audio was heard twice.
    private static let likenessOfSameAudio: Float = 0.98

    fileprivate func isSameAudio(as other: EnrolledRecording) -> Bool {
        model == other.model && embedding.similarity(to: other.embedding) > Self.likenessOfSameAudio
    }
}
