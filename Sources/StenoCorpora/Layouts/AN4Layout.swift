package import FoundationEssentials
import StenoTranscript

/// CMU's census recordings AN4: `etc/an4_train.transcription` with `<s> TEXT </s> (id)`, `etc/an4_train.fileids`
/// with the recordings' paths beneath `wav/`, and the same for `test` (A. Acero 1991).
///
/// The speaker is the folder of the recording.
package struct AN4Layout: CorpusLayout {
    package init() {}

    package func listing(of folder: URL) throws(CorpusError) -> CorpusListing {
        let tree = try FileTree(folder)
        let parts = ["train", "test"].filter { tree.contains("etc/an4_\($0).transcription") }
        guard !parts.isEmpty else {
            throw CorpusError(
                folder, "holds no etc/an4_train.transcription",
                remedy: "Name the folder that holds etc and wav.")
        }
        var listing = CorpusListing()
        for part in parts { try read(part, in: tree, into: &listing) }
        listing.leaveOutUntranscribed(in: tree)
        return listing
    }

    private func read(
        _ part: String, in tree: FileTree, into listing: inout CorpusListing
    ) throws(CorpusError) {
        let recordings = try recordings(of: part, in: tree)
        let path = "etc/an4_\(part).transcription"
        for line in try tree.lines(of: path) {
            guard let (id, text) = transcript(line.text) else {
                listing.leftOut.append(LeftOut("\(path):\(line.number)", .badLine, "expected TEXT (id)"))
                continue
            }
            guard let stem = recordings[id], let audio = tree.audio(stem: stem) else {
                listing.leftOut.append(
                    LeftOut(id, .missingAudio, "in wav, as etc/an4_\(part).fileids names it"))
                continue
            }
            listing.entries.append(
                CorpusEntry(
                    id: id, audio: audio, text: text, speaker: SpeakerID(rawValue: stem.parentPath.fileName),
                    split: part))
        }
    }

    /// The recordings' paths without extension, by id.
    private func recordings(of part: String, in tree: FileTree) throws(CorpusError) -> [String: String] {
        let path = "etc/an4_\(part).fileids"
        guard tree.contains(path) else {
            throw CorpusError(tree.url(path), "is missing", remedy: "Unpack the corpus again.")
        }
        var stems: [String: String] = [:]
        for line in try tree.lines(of: path) {
            stems[line.text.trimmed.fileName] = "wav/" + line.text.trimmed
        }
        return stems
    }

    /// `<s> TEXT </s> (id)`; the marks of the sentence's ends are absent in the test part.
    private func transcript(_ line: Substring) -> (id: String, text: String)? {
        let line = line.trimmed
        guard line.hasSuffix(")"), let opening = line.lastIndex(of: "(") else { return nil }
        let id = line[line.index(after: opening)...].dropLast().trimmed
        let words = line[..<opening].split(whereSeparator: \.isWhitespace).filter {
            $0 != "<s>" && $0 != "</s>"
        }
        return id.isEmpty ? nil : (id, words.joined(separator: " "))
    }
}
