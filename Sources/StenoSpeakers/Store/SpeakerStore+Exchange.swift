public import Foundation
import GRDB
import StenoTranscript

extension SpeakerStore {
    /// The whole store as JSON, to be kept or taken to another machine.
    public func exported() throws(SpeakerError) -> Data {
        let file = ExchangeFile(speakers: try speakers().map(ExchangeFile.Speaker.init))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            return try encoder.encode(file)
        } catch {
            throw .storeFailed(path: path, reason: String(describing: error))
        }
    }

    /// Adds what another store exported, all of it or, after an error, nothing.
    ///
    /// People of the same name become one; a recording that is there already is not added twice. A number is no name:
    /// `Speaker 3` of another store is whoever has one of its recordings here, or somebody new, who keeps the number
    /// where it was never given.
    ///
    /// - Returns: The number of recordings that were new.
    @discardableResult
    public func importing(_ data: Data) throws(SpeakerError) -> Int {
        let incoming = try ExchangeFile.read(data)
        return try write { database in
            let taken = try lastNumber(in: database)
            var numbers = SpeakerNumbers(after: taken, shown: incoming.map { SpeakerID($0.name) })
            let added = try incoming.reduce(0) { sum, speaker in
                let name = try self.name(for: speaker, &numbers, in: database)
                return try sum + add(speaker, to: idOfNewOrKnown(name, in: database), in: database)
            }
            if numbers.last > taken { try setLastNumber(numbers.last, in: database) }
            return added
        }
    }

    /// What somebody from another store is called here.
    private func name(
        for speaker: EnrolledSpeaker, _ numbers: inout SpeakerNumbers, in database: Database
    ) throws -> String {
        guard SpeakerID(speaker.name).number != nil else { return speaker.name }
        let same = try speakers(in: database).first { known in
            known.recordings.contains { here in speaker.recordings.contains { $0.isSame(as: here) } }
        }
        return same?.name ?? numbers.keeping(SpeakerID(speaker.name)).rawValue
    }

    private func add(_ speaker: EnrolledSpeaker, to id: Int64, in database: Database) throws -> Int {
        let known = try recordings(of: id, in: database)
        let new = speaker.recordings.filter { incoming in !known.contains { incoming.isSame(as: $0) } }
        for recording in new { try StoredRecording(recording, speaker: id).insert(database) }
        return new.count
    }
}

extension EnrolledRecording {
    /// Whether two recordings are the same one, perhaps in two stores: of one moment and one source, and, since several
    /// voices of a recording are remembered at once, of one voice.
    fileprivate func isSame(as other: EnrolledRecording) -> Bool {
        (model, source, milliseconds) == (other.model, other.source, other.milliseconds)
            // Brought to unit length once more, the last bits of an embedding differ.
            && embedding.values.count == other.embedding.values.count
            && embedding.similarity(to: other.embedding) > 0.9999
    }

    private var milliseconds: Int { Int((added.timeIntervalSince1970 * 1000).rounded()) }
}

/// The layout of the exchange file.
private struct ExchangeFile: Codable {
    static let currentVersion = 1
    var version = currentVersion
    var speakers: [Speaker]

    struct Speaker: Codable {
        var name: String
        var recordings: [Recording]
    }

    struct Recording: Codable {
        var model: String
        var source: String
        var speech: Double
        /// Seconds since 1970.
        var added: Double
        /// Whether nobody enrolled it; absent where somebody did.
        var remembered: Bool?
        var embedding: [Float]
    }

    static func read(_ data: Data) throws(SpeakerError) -> [EnrolledSpeaker] {
        let file: ExchangeFile
        do {
            file = try JSONDecoder().decode(ExchangeFile.self, from: data)
        } catch {
            throw .unreadableExport(reason: String(describing: error))
        }
        guard file.version == currentVersion else {
            throw .unreadableExport(
                reason: "it has version \(file.version), and this Steno reads \(currentVersion)")
        }
        var speakers: [EnrolledSpeaker] = []
        for speaker in file.speakers { speakers.append(try speaker.checked()) }
        return speakers
    }
}

extension ExchangeFile.Speaker {
    init(_ speaker: EnrolledSpeaker) {
        name = speaker.name
        recordings = speaker.recordings.map {
            ExchangeFile.Recording(
                model: $0.model, source: $0.source, speech: $0.speech, added: $0.added.timeIntervalSince1970,
                remembered: $0.origin == .remembered ? true : nil, embedding: $0.embedding.values)
        }
    }

    func checked() throws(SpeakerError) -> EnrolledSpeaker {
        var speaker = EnrolledSpeaker(name: try SpeakerName.checked(imported: name), recordings: [])
        for recording in recordings {
            guard let embedding = SpeakerEmbedding(scaling: recording.embedding) else {
                throw .unreadableExport(reason: "a recording of \(name) has an embedding without direction")
            }
            speaker.recordings.append(
                EnrolledRecording(
                    embedding: embedding, model: recording.model, source: recording.source,
                    speech: recording.speech,
                    added: Date(timeIntervalSince1970: recording.added),
                    origin: recording.remembered == true ? .remembered : .enrolled))
        }
        return speaker
    }
}
