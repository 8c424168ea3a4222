package import FoundationEssentials

/// What is wrong with a corpus or a manifest: the file, the fact and the way out.
package struct CorpusError: Error, Hashable {
    /// The file or folder at fault.
    package var file: URL

    /// The line at fault, from 1, in a file of lines.
    package var line: Int?

    /// What is wrong, as a clause that follows the file's name.
    package var fact: String

    /// What to do about it, as a sentence.
    package var remedy: String

    package init(_ file: URL, line: Int? = nil, _ fact: String, remedy: String) {
        self.file = file
        self.line = line
        self.fact = fact
        self.remedy = remedy
    }
}

extension CorpusError: CustomStringConvertible {
    package var description: String {
        let place = line.map { "\(file.path):\($0)" } ?? file.path
        return "\(place) \(fact). \(remedy)"
    }
}
