package import FoundationEssentials

/// Reads a manifest one utterance at a time: JSON Lines as NeMo has them.
///
/// ```json
/// {"audio_filepath": "audio/19-198-0000.flac", "duration": 14.085, "text": "northanger abbey", "speaker": "19"}
/// ```
///
/// A relative path starts at the manifest's folder. `offset`, `speaker` and `id` may be absent; other fields are
/// kept in ``Utterance/extra``. The reader is strict: every line must be one object with `audio_filepath`, a
/// `duration` above zero and `text` (which may be empty), so the utterance at index *i* is line *i* + 1.
/// The file is mapped, not loaded, so a manifest may be larger than memory.
package struct ManifestReader: Sendable {
    package let file: URL
    private let folder: URL
    private let bytes: Data
    private var position: Int
    private let decoder = JSONDecoder()

    /// The line read last, from 1; 0 before the first.
    package private(set) var line = 0

    package init(_ file: URL) throws(CorpusError) {
        self.file = file
        folder = file.absoluteURL.deletingLastPathComponent()
        do {
            bytes = try Data(contentsOf: file, options: .alwaysMapped)
        } catch {
            let isThere = FileManager.default.fileExists(atPath: file.path)
            throw CorpusError(
                file, isThere ? "cannot be read as a manifest" : "does not exist",
                remedy: "Name a .jsonl file, such as `steno prepare` writes.")
        }
        position = bytes.startIndex
    }

    /// All utterances of a manifest, in order.
    package static func utterances(in file: URL) throws(CorpusError) -> [Utterance] {
        var reader = try ManifestReader(file)
        var utterances: [Utterance] = []
        while let utterance = try reader.next() { utterances.append(utterance) }
        return utterances
    }

    /// The next utterance, nil at the end.
    package mutating func next() throws(CorpusError) -> Utterance? {
        guard position < bytes.endIndex else { return nil }
        let end = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
        let object = bytes[position..<end]
        position = min(end + 1, bytes.endIndex)
        line += 1
        return try parse(object)
    }

    private func parse(_ object: Data) throws(CorpusError) -> Utterance {
        let parsed: ManifestLine
        do {
            parsed = try decoder.decode(ManifestLine.self, from: object)
        } catch {
            throw wrong(fact(of: error))
        }
        guard parsed.duration.isFinite, parsed.duration > 0 else {
            throw wrong("has a \"duration\" of \(parsed.duration) s, which is not above zero")
        }
        let offset = parsed.offset ?? 0
        guard offset.isFinite, offset >= 0 else {
            throw wrong("has an \"offset\" of \(offset) s, which is before the recording")
        }
        return parsed.utterance(in: folder)
    }

    private func wrong(_ fact: String) -> CorpusError {
        CorpusError(
            file, line: line, fact,
            remedy:
                "Correct the line, or run `steno prepare nemo` on the manifest to leave out what is wrong.")
    }
}

/// A decoding error as a clause about the line.
private func fact(of error: any Error) -> String {
    switch error {
    case DecodingError.keyNotFound(let key, _):
        "has no \"\(key.stringValue)\""
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
        context.codingPath.isEmpty
            ? "is not a JSON object"
            : "has the wrong type of value in \"\(context.codingPath.map(\.stringValue).joined(separator: "."))\""
    default:
        "is not a JSON object"
    }
}
