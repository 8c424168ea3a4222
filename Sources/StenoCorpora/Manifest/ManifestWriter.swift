package import FoundationEssentials

/// Writes manifests that ``ManifestReader`` reads back: fields in alphabetical order, paths relative where the
/// audio lies beneath the manifest's folder, the file replaced as a whole or not at all.
package enum ManifestWriter {
    package static func write(_ utterances: [Utterance], to file: URL) throws(CorpusError) {
        let folder = file.absoluteURL.deletingLastPathComponent()
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var lines = Data()
        do {
            for utterance in utterances {
                lines += try encoder.encode(ManifestLine(utterance, in: folder))
                lines.append(UInt8(ascii: "\n"))
            }
        } catch {
            throw CorpusError(file, "cannot hold \(error)", remedy: "Remove what JSON has no number for.")
        }
        try lines.replace(file)
    }
}
