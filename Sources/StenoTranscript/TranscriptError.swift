/// A result file that is not what its format demands.
public struct TranscriptError: Error, Hashable, Sendable {
    /// The file, when it was read from one.
    public var file: String?
    /// The line that is wrong, counted from 1; `nil` when the whole is.
    public var line: Int?
    /// What is wrong with it.
    public var fact: String

    init(line: Int? = nil, _ fact: String) {
        self.line = line
        self.fact = fact
    }

    func inside(_ file: String) -> TranscriptError {
        var error = self
        error.file = file
        return error
    }
}

extension TranscriptError: CustomStringConvertible {
    /// As in `talk.ctm, line 3: the word ends before it starts`.
    public var description: String {
        let place = [file, line.map { "line \($0)" }].compactMap(\.self).joined(separator: ", ")
        return place.isEmpty ? fact : "\(place): \(fact)"
    }
}
