public import Foundation
import GRDB

/// The voices a user has given names to, in one SQLite file that several processes may use at once.
///
/// The file is in write-ahead mode: readers never wait, writers wait for each other for up to ten seconds, each change
/// is one transaction, and a transaction is on disk before the call returns. A process killed in the middle of a
/// change leaves the store as it was before.
public struct SpeakerStore: Sendable {
    let path: String
    private let queue: DatabaseQueue

    /// Opens a store and creates it, with its folder, when there is none.
    public init(at url: URL) throws(SpeakerError) {
        path = url.path(percentEncoded: false)
        do {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            queue = try Self.opened(at: path)
            guard try queue.read(Self.migrator.hasBeenSuperseded) == false else {
                throw SpeakerError.storeTooNew(path: path)
            }
        } catch let error as SpeakerError {
            throw error
        } catch {
            throw .storeFailed(path: path, reason: String(describing: error))
        }
    }

    /// Opens the file, and waits while another process makes it: turning on write-ahead mode does not wait by itself,
    /// as all else does (`busyMode`).
    private static func opened(at path: String) throws -> DatabaseQueue {
        let deadline = ContinuousClock.now + .seconds(10)
        while true {
            do {
                let queue = try DatabaseQueue(path: path, configuration: configuration)
                try migrator.migrate(queue)
                return queue
            } catch let error as DatabaseError
                where signsOfAnotherMaker.contains(error.resultCode) && ContinuousClock.now < deadline
            {
                Thread.sleep(forTimeInterval: 0.02)
            }
        }
    }

    /// What fails when another process makes the file at the same time: it holds the lock, or it has made the tables and
    /// put the migration down since this process looked which are missing. Looking again finds them.
    private static let signsOfAnotherMaker: [ResultCode] = [
        .SQLITE_BUSY, .SQLITE_ERROR, .SQLITE_CONSTRAINT,
    ]

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.journalMode = .wal
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { database in
            // Write-ahead mode alone survives a killed process; this makes it survive a power cut as well.
            try database.execute(sql: "PRAGMA synchronous = FULL")
        }
        return configuration
    }

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("speakers and recordings") { database in
            try database.execute(
                sql: """
                    CREATE TABLE speaker (
                        id INTEGER PRIMARY KEY,
                        name TEXT NOT NULL UNIQUE
                    );
                    CREATE TABLE recording (
                        id INTEGER PRIMARY KEY,
                        speaker INTEGER NOT NULL REFERENCES speaker ON DELETE CASCADE,
                        model TEXT NOT NULL,
                        source TEXT NOT NULL,
                        speech REAL NOT NULL,
                        added REAL NOT NULL,
                        embedding BLOB NOT NULL
                    );
                    CREATE INDEX recording_of_speaker ON recording(speaker);
                    """)
        }
        migrator.registerMigration("remembered voices") { database in
            try database.execute(
                sql: """
                    ALTER TABLE recording ADD COLUMN remembered INTEGER NOT NULL DEFAULT 0;
                    CREATE TABLE number (last INTEGER NOT NULL);
                    INSERT INTO number VALUES (0);
                    """)
        }
        return migrator
    }

    func read<Value>(_ body: (Database) throws -> Value) throws(SpeakerError) -> Value {
        try reporting { try queue.read(body) }
    }

    /// Runs one transaction, which takes the write lock at once: two processes can never both read and then overwrite.
    func write<Value>(_ body: (Database) throws -> Value) throws(SpeakerError) -> Value {
        try reporting { try queue.write(body) }
    }

    private func reporting<Value>(_ body: () throws -> Value) throws(SpeakerError) -> Value {
        do {
            return try body()
        } catch let error as SpeakerError {
            throw error
        } catch {
            throw .storeFailed(path: path, reason: String(describing: error))
        }
    }
}
