import Foundation
import StenoTranscript

/// What may be a speaker's name: something to read, on one line, that is not one of our own labels.
enum SpeakerName {
    /// The name without surrounding blanks, in the canonical form in which the store compares names.
    static func checked(_ name: String) throws(SpeakerError) -> String {
        let trimmed = name.trimmingCharacters(in: .whitespacesAndNewlines)
            .precomposedStringWithCanonicalMapping
        if trimmed.isEmpty { throw .invalidName(name, reason: "it is empty") }
        if trimmed.unicodeScalars.contains(where: CharacterSet.controlCharacters.contains) {
            throw .invalidName(name, reason: "it holds a line break or another control character")
        }
        if trimmed.wholeMatch(of: /(?i)speaker[ _-]?[0-9]+/) != nil {
            throw .invalidName(name, reason: "unknown voices are labelled so")
        }
        return trimmed
    }

    /// The same for a name out of another store, where voices that nobody has named have numbers.
    static func checked(imported name: String) throws(SpeakerError) -> String {
        SpeakerID(name).number == nil ? try checked(name) : name
    }
}
