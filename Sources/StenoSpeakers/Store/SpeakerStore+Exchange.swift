public import Foundation
import GRDB

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
    /// People of the same name become one; a recording that is there already is not added twice.
    ///
    /// - Returns: The number of recordings that were new.
    @discardableResult
    public func importing(_ data: Data) throws(SpeakerError) -> Int {
        let incoming = try ExchangeFile.read(data)
        return try write { database in
            try incoming.reduce(0) { try $0 + add($1, to: database) }
        }
    }

    private func add(_ speaker: EnrolledSpeaker, to database: Database) throws -> Int {
        let id = try idOfNewOrKnown(speaker.name, in: database)
        let known = try Set(recordings(of: id, in: database).map(Identity.init))
        let new = speaker.recordings.filter { !known.contains(Identity($0)) }
        for recording in new { try StoredRecording(recording, speaker: id).insert(database) }
        return new.count
    }
}

/// What makes two recordings the same one.
private struct Identity: Hashable {
    let model: String
    let source: String
    // The embedding itself is no mark: brought to unit length once more, its last bits differ.
    let milliseconds: Int

    init(_ recording: EnrolledRecording) {
        (model, source) = (recording.model, recording.source)
        milliseconds = Int((recording.added.timeIntervalSince1970 * 1000).rounded())
    }
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
                embedding: $0.embedding.values)
        }
    }

    func checked() throws(SpeakerError) -> EnrolledSpeaker {
        var speaker = EnrolledSpeaker(name: try SpeakerName.checked(name), recordings: [])
        for recording in recordings {
            guard let embedding = SpeakerEmbedding(scaling: recording.embedding) else {
                throw .unreadableExport(reason: "a recording of \(name) has an embedding without direction")
            }
            speaker.recordings.append(
                EnrolledRecording(
                    embedding: embedding, model: recording.model, source: recording.source,
                    speech: recording.speech,
                    added: Date(timeIntervalSince1970: recording.added)))
        }
        return speaker
    }
}
