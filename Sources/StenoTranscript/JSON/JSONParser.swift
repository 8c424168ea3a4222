/// A strict reader of RFC 8259 that knows on which line it is.
struct JSONParser {
    private static let deepest = 64

    private let bytes: [UInt8]
    private var place = 0
    private var line: Int

    private init(_ text: some StringProtocol, firstLine: Int) {
        bytes = Array(text.utf8)
        line = firstLine
    }

    /// The one value a text consists of.
    static func parse(_ text: some StringProtocol, firstLine: Int = 1) throws(TranscriptError) -> JSONNode {
        var parser = JSONParser(text, firstLine: firstLine)
        let node = try parser.value(depth: 0)
        guard parser.next() == nil else { throw parser.error("something follows the end of the JSON value") }
        return node
    }

    private func error(_ fact: String) -> TranscriptError {
        TranscriptError(line: line, fact)
    }

    /// The next byte that is not white space, without taking it.
    private mutating func next() -> UInt8? {
        while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "\n"): line += 1
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): break
            default: return bytes[place]
            }
            place += 1
        }
        return nil
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard next() == UInt8(ascii: character) else { return false }
        place += 1
        return true
    }

    private mutating func expect(_ character: Unicode.Scalar) throws(TranscriptError) {
        guard take(character) else {
            let found = place < bytes.count ? "\"\(Unicode.Scalar(bytes[place]))\"" : "the end"
            throw error("expected \"\(character)\" but found \(found)")
        }
    }
}

extension JSONParser {
    private mutating func value(depth: Int) throws(TranscriptError) -> JSONNode {
        guard depth < Self.deepest else {
            throw error("the JSON is nested deeper than \(Self.deepest) levels")
        }
        guard let first = next() else { throw error("the JSON ends too early") }
        let line = line
        let content: JSONNode.Content =
            switch first {
            case UInt8(ascii: "{"): .object(try object(depth: depth))
            case UInt8(ascii: "["): .array(try array(depth: depth))
            case UInt8(ascii: "\""): .string(try string())
            default: try scalar()
            }
        return JSONNode(line: line, content: content)
    }

    private mutating func object(depth: Int) throws(TranscriptError) -> [String: JSONNode] {
        try expect("{")
        var members: [String: JSONNode] = [:]
        if take("}") { return members }
        repeat {
            _ = next()
            let key = try string()
            try expect(":")
            guard members.updateValue(try value(depth: depth + 1), forKey: key) == nil else {
                throw error("\"\(key)\" stands twice in one object")
            }
        } while take(",")
        try expect("}")
        return members
    }

    private mutating func array(depth: Int) throws(TranscriptError) -> [JSONNode] {
        try expect("[")
        var elements: [JSONNode] = []
        if take("]") { return elements }
        repeat { elements.append(try value(depth: depth + 1)) } while take(",")
        try expect("]")
        return elements
    }

    /// A number, `true`, `false` or `null`: whatever stands up to the next mark.
    private mutating func scalar() throws(TranscriptError) -> JSONNode.Content {
        let marks = " \t\r\n,]}:[{\"".utf8
        let word = bytes[place...].prefix { !marks.contains($0) }
        place = word.endIndex
        let text = String(decoding: word, as: UTF8.self)
        switch text {
        case "true": return .boolean(true)
        case "false": return .boolean(false)
        case "null": return .null
        default:
            guard let number = DecimalNumber.value(of: text) else {
                throw error("\"\(text)\" is no JSON value")
            }
            return .number(number)
        }
    }
}

extension JSONParser {
    private mutating func string() throws(TranscriptError) -> String {
        try expect("\"")
        var result: [UInt8] = []
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            switch byte {
            case UInt8(ascii: "\""): return try text(of: result)
            case UInt8(ascii: "\\"): result += try escape()
            case 0..<0x20: throw error("a string holds a bare control character; escape it")
            default: result.append(byte)
            }
        }
        throw error("a string does not end")
    }

    private func text(of bytes: [UInt8]) throws(TranscriptError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw error("a string is not valid UTF-8")
        }
        return text
    }

    private mutating func escape() throws(TranscriptError) -> [UInt8] {
        guard place < bytes.count else { throw error("a string does not end") }
        place += 1
        switch bytes[place - 1] {
        case UInt8(ascii: "\""): return [UInt8(ascii: "\"")]
        case UInt8(ascii: "\\"): return [UInt8(ascii: "\\")]
        case UInt8(ascii: "/"): return [UInt8(ascii: "/")]
        case UInt8(ascii: "b"): return [8]
        case UInt8(ascii: "f"): return [12]
        case UInt8(ascii: "n"): return [10]
        case UInt8(ascii: "r"): return [13]
        case UInt8(ascii: "t"): return [9]
        case UInt8(ascii: "u"): return try escapedScalar()
        default: throw error("a string holds an unknown escape")
        }
    }

    /// `\uXXXX`, or two of them where they are a surrogate pair, as UTF-8.
    private mutating func escapedScalar() throws(TranscriptError) -> [UInt8] {
        let high = try hexadecimal()
        if let scalar = Unicode.Scalar(high) { return Array(String(scalar).utf8) }
        guard UTF16.isLeadSurrogate(UInt16(high)), bytes[place...].starts(with: "\\u".utf8) else {
            throw error("a string holds half a surrogate pair")
        }
        place += 2
        let low = try hexadecimal()
        guard UTF16.isTrailSurrogate(UInt16(low)) else { throw error("a string holds half a surrogate pair") }
        let pair = String(decoding: [UInt16(high), UInt16(low)], as: UTF16.self)
        return Array(pair.utf8)
    }

    private mutating func hexadecimal() throws(TranscriptError) -> UInt32 {
        let digits = bytes[place...].prefix(4)
        let isHexadecimal = digits.allSatisfy { Unicode.Scalar($0).properties.isASCIIHexDigit }
        guard digits.count == 4, isHexadecimal,
            let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw error("a string holds an unknown escape") }
        place += 4
        return value
    }
}
