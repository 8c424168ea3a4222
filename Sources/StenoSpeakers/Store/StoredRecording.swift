import Foundation
import GRDB

/// A row of the table `speaker`.
struct StoredSpeaker: Codable, FetchableRecord, TableRecord {
    static let databaseTableName = "speaker"
    var id: Int64
    var name: String
}

/// A row of the table `recording`.
struct StoredRecording: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "recording"
    var id: Int64?
    var speaker: Int64
    var model: String
    var source: String
    var speech: Double
    /// Seconds since 1970.
    var added: Double
    /// Little-endian 32-bit floats, on every machine.
    var embedding: Data
    /// Whether nobody enrolled it.
    var remembered: Bool

    init(_ recording: EnrolledRecording, speaker: Int64) {
        self.speaker = speaker
        model = recording.model
        source = recording.source
        speech = recording.speech
        added = recording.added.timeIntervalSince1970
        embedding = recording.embedding.littleEndianBytes
        remembered = recording.origin == .remembered
    }

    func recording() throws -> EnrolledRecording {
        guard let embedding = SpeakerEmbedding(littleEndianBytes: embedding) else {
            throw DatabaseError(
                resultCode: .SQLITE_CORRUPT, message: "recording \(id ?? 0) has no valid embedding")
        }
        return EnrolledRecording(
            embedding: embedding, model: model, source: source, speech: speech,
            added: Date(timeIntervalSince1970: added), origin: remembered ? .remembered : .enrolled)
    }
}

extension SpeakerEmbedding {
    fileprivate var littleEndianBytes: Data {
        var data = Data(capacity: 4 * values.count)
        for value in values {
            for shift in stride(from: UInt32(0), to: 32, by: 8) {
                data.append(UInt8(truncatingIfNeeded: value.bitPattern >> shift))
            }
        }
        return data
    }

    fileprivate init?(littleEndianBytes data: Data) {
        guard data.count.isMultiple(of: 4) else { return nil }
        let bytes = [UInt8](data)
        self.init(
            scaling: stride(from: 0, to: bytes.count, by: 4).map { start in
                Float(bitPattern: (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[start + $1]) << (8 * $1) })
            })
    }
}
