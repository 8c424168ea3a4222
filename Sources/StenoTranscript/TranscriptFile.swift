public import Foundation

extension Transcript {
    /// Reads a transcript file of the given format.
    ///
    /// - Parameters:
    ///   - url: The file.
    ///   - format: Its format.
    ///   - recording: Which recording, where the format names several.
    /// - Throws: `TranscriptError` with the file and the line that breaks the format.
    public init(contentsOf url: URL, as format: TranscriptFormat, recording: String? = nil)
        throws(TranscriptError)
    {
        do {
            try self.init(reading: TranscriptFile.text(of: url), as: format, recording: recording)
        } catch {
            throw error.inside(url.lastPathComponent)
        }
    }

    /// Writes the transcript as a file of the given format, whole or not at all.
    ///
    /// - Throws: `TranscriptError` when the place cannot be written.
    public func write(
        to url: URL, as format: TranscriptFormat, recording: String = "recording",
        subtitles: SubtitleOptions = .init()
    ) throws(TranscriptError) {
        do {
            let text = formatted(as: format, recording: recording, subtitles: subtitles)
            try Data(text.utf8).write(to: url, options: .atomic)
        } catch {
            throw TranscriptError("it cannot be written: \(error.localizedDescription)").inside(
                url.lastPathComponent)
        }
    }
}

/// Text files on disk.
package enum TranscriptFile {
    /// The text of a UTF-8 file.
    package static func text(of url: URL) throws(TranscriptError) -> String {
        let data: Data
        do {
            data = try Data(contentsOf: url)
        } catch {
            throw TranscriptError("it cannot be opened: \(error.localizedDescription)").inside(
                url.lastPathComponent)
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw TranscriptError("it is not UTF-8 text").inside(url.lastPathComponent)
        }
        return text
    }
}
