import Foundation
import GRDB

extension SpeakerStore {
    /// Everybody in the store, by name, each with the recordings in the order they were added.
    public func speakers() throws(SpeakerError) -> [EnrolledSpeaker] {
        try read(speakers)
    }

    func speakers(in database: Database) throws -> [EnrolledSpeaker] {
        try StoredSpeaker.order(sql: "name").fetchAll(database).map { speaker in
            try EnrolledSpeaker(name: speaker.name, recordings: recordings(of: speaker.id, in: database))
        }
    }

    /// Adds a recording of somebody, who is new or known already.
    public func add(_ recording: EnrolledRecording, to name: String) throws(SpeakerError) {
        let name = try SpeakerName.checked(name)
        try write { database in
            try StoredRecording(recording, speaker: idOfNewOrKnown(name, in: database)).insert(database)
        }
    }

    /// Gives somebody a name that nobody has yet.
    public func rename(_ name: String, to newName: String) throws(SpeakerError) {
        let newName = try SpeakerName.checked(newName)
        try write { database in
            let speaker = try id(of: name, in: database)
            let holder = try StoredSpeaker.filter(sql: "name = ?", arguments: [newName]).fetchOne(database)
            guard holder == nil || holder?.id == speaker else { throw SpeakerError.nameTaken(newName) }
            try database.execute(
                sql: "UPDATE speaker SET name = ? WHERE id = ?", arguments: [newName, speaker])
        }
    }

    /// Makes two entries that are the same person one: `target` keeps its name and gets all recordings.
    public func merge(_ name: String, into target: String) throws(SpeakerError) {
        try write { database in
            let (source, target) = try (id(of: name, in: database), id(of: target, in: database))
            guard source != target else { return }
            try database.execute(
                sql: "UPDATE recording SET speaker = ? WHERE speaker = ?", arguments: [target, source])
            try database.execute(sql: "DELETE FROM speaker WHERE id = ?", arguments: [source])
        }
    }

    /// Forgets somebody and all recordings.
    public func remove(_ name: String) throws(SpeakerError) {
        try write { database in
            try database.execute(
                sql: "DELETE FROM speaker WHERE id = ?", arguments: [id(of: name, in: database)])
        }
    }

    func idOfNewOrKnown(_ name: String, in database: Database) throws -> Int64 {
        try database.execute(sql: "INSERT OR IGNORE INTO speaker (name) VALUES (?)", arguments: [name])
        return try id(of: name, in: database)
    }

    func recordings(of speaker: Int64, in database: Database) throws -> [EnrolledRecording] {
        try StoredRecording.filter(sql: "speaker = ?", arguments: [speaker]).order(sql: "id").fetchAll(
            database
        )
        .map { try $0.recording() }
    }

    func id(of name: String, in database: Database) throws -> Int64 {
        let canonical = name.precomposedStringWithCanonicalMapping
        if let speaker = try StoredSpeaker.filter(sql: "name = ?", arguments: [canonical]).fetchOne(database)
        {
            return speaker.id
        }
        throw SpeakerError.unknownSpeaker(
            name, known: try StoredSpeaker.order(sql: "name").fetchAll(database).map(\.name))
    }
}
