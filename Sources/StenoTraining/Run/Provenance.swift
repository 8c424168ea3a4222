package import Foundation

/// How a run came about: what a person needs to do it again.
package struct Provenance: Codable, Equatable, Sendable {
    /// The command line.
    package var command: String
    /// The version of the program, with the revision of its sources where that is known.
    package var version: String
    /// What it ran on, such as "2 × AMD EPYC 9B14, 2 threads".
    package var machine: String
    package var begun: Date

    package init(command: String, version: String, machine: String, begun: Date) {
        self.command = command
        self.version = version
        self.machine = machine
        self.begun = begun
    }

    var json: Data {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            encoder.dateEncodingStrategy = .iso8601
            return try encoder.encode(self)
        }
    }
}
