/// A JSON value as it was read, with the line it starts on.
struct JSONNode {
    enum Content {
        case object([String: JSONNode])
        case array([JSONNode])
        case string(String)
        case number(Double)
        case boolean(Bool)
        case null
    }

    let line: Int
    let content: Content

    /// What it is, for messages.
    private var kind: String {
        switch content {
        case .object: "an object"
        case .array: "an array"
        case .string: "a string"
        case .number: "a number"
        case .boolean: "a boolean"
        case .null: "null"
        }
    }

    private func mismatch(_ expected: String, _ key: String) -> TranscriptError {
        TranscriptError(line: line, "\"\(key)\" should be \(expected), not \(kind)")
    }
}

/// What a member of an object is read as. A missing member is an error; optional ones may also be `null`.
extension JSONNode {
    func member(_ key: String) throws(TranscriptError) -> JSONNode {
        guard case .object(let members) = content else {
            throw TranscriptError(line: line, "this should be an object, not \(kind)")
        }
        guard let member = members[key] else { throw TranscriptError(line: line, "\"\(key)\" is missing") }
        return member
    }

    func string(_ key: String) throws(TranscriptError) -> String {
        let member = try member(key)
        guard case .string(let text) = member.content else { throw member.mismatch("a string", key) }
        return text
    }

    func optionalString(_ key: String) throws(TranscriptError) -> String? {
        if case .null = try member(key).content { return nil }
        return try string(key)
    }

    func array(_ key: String) throws(TranscriptError) -> [JSONNode] {
        let member = try member(key)
        guard case .array(let elements) = member.content else { throw member.mismatch("an array", key) }
        return elements
    }

    func number(_ key: String) throws(TranscriptError) -> Double {
        let member = try member(key)
        guard case .number(let value) = member.content else { throw member.mismatch("a number", key) }
        return value
    }

    func integer(_ key: String) throws(TranscriptError) -> Int {
        guard let value = Int(exactly: try number(key)) else {
            throw try member(key).mismatch("a whole number", key)
        }
        return value
    }

    func seconds(_ key: String) throws(TranscriptError) -> Duration {
        let value = try number(key)
        guard let time = Duration(seconds: value) else {
            throw TranscriptError(line: try member(key).line, "\(value) is no time in a recording")
        }
        return time
    }

    func confidence() throws(TranscriptError) -> Double? {
        if case .null = try member("confidence").content { return nil }
        let value = try number("confidence")
        guard (0...1).contains(value) else {
            throw TranscriptError(line: line, "the confidence \(value) is not between 0 and 1")
        }
        return value
    }

    func time() throws(TranscriptError) -> TimeRange {
        try TimeRange(from: seconds("start"), to: seconds("end"), line: line)
    }

    func speaker() throws(TranscriptError) -> SpeakerID? {
        try optionalString("speaker").map { SpeakerID($0) }
    }
}
