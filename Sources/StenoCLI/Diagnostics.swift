import Foundation

/// Lines for people, on standard error, so that standard output carries results alone.
enum Diagnostics {
    /// Says something about the run, as `steno: …`.
    static func note(_ message: String) {
        write("steno: \(message)\n")
    }

    /// Writes text to standard error as it is.
    static func write(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }

    /// Whether a person watches standard error, so that a line may be rewritten in place.
    static let isTerminal = isatty(FileHandle.standardError.fileDescriptor) != 0
}

/// Results, on standard output, each piece flushed at once so that a pipe sees it without delay.
enum Results {
    /// - Throws: When standard output is closed or its disk is full: nothing more can be delivered then.
    static func write(_ text: String) throws {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
        } catch {
            throw OutputFailure(description: "standard output: \(reason(of: error))")
        }
    }
}
