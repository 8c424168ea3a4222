/// A line of a file, with its number for messages.
struct SourceLine {
    let number: Int
    let text: Substring

    /// The lines that hold something. Lines end with LF or CRLF.
    static func lines(of text: String) -> [SourceLine] {
        all(of: text).filter { line in !line.text.allSatisfy(\.isWhitespace) }
    }

    /// All lines, a last empty one excepted.
    static func all(of text: String) -> [SourceLine] {
        var lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines.enumerated().map { SourceLine(number: $0 + 1, text: $1) }
    }

    /// The fields of a line of NIST's formats; none for a comment.
    var fields: [Substring] {
        text.hasPrefix(";;") ? [] : text.split { $0 == " " || $0 == "\t" }
    }

    func error(_ fact: String) -> TranscriptError {
        TranscriptError(line: number, fact)
    }

    /// A field that is a time in seconds.
    func seconds(_ field: Substring) throws(TranscriptError) -> Duration {
        guard let value = DecimalNumber.value(of: field), let time = Duration(seconds: value) else {
            throw error("\"\(field)\" is no time in seconds")
        }
        return time
    }
}

extension String {
    /// The text as one field of a line: white space becomes `_`, and an empty field too.
    var asField: String {
        let field = String(map { $0.isWhitespace ? "_" : $0 })
        return field.isEmpty ? "_" : field
    }

    /// The text on one line, with single spaces.
    var onOneLine: String {
        split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

/// What NIST's formats write where nothing is known.
let notApplicable = "<NA>"
