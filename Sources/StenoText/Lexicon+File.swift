public import Foundation

extension Lexicon {
    /// Reads a lexicon or pronouncing dictionary; see ``init(reading:stress:)``.
    ///
    /// - Throws: `TextError.unreadable` when there is no such file, or it is not UTF-8; `TextError.badLexicon`.
    public init(contentsOf file: URL, stress: Stress = .kept) throws(TextError) {
        let text: String
        do { text = try String(contentsOf: file, encoding: .utf8) } catch {
            throw .unreadable(file, error.localizedDescription)
        }
        try self.init(reading: text, stress: stress)
    }

    /// Writes the lexicon, whole or not at all.
    ///
    /// - Throws: `TextError.unwritable`.
    public func write(to file: URL) throws(TextError) {
        do { try Data(text.utf8).write(to: file, options: .atomic) } catch {
            throw .unwritable(file, error.localizedDescription)
        }
    }
}
