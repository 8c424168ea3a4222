package import FoundationEssentials
import StenoTranscript

/// LJSpeech and what is made like it: `metadata.csv` with `id|transcript|normalized transcript`, and `wavs/id.wav`
/// (K. Ito 2017, keithito.com/LJ-Speech-Dataset).
///
/// The third column is used where it is, the second otherwise. The corpus has one speaker, whom the layout does
/// not name; a corpus of several speakers in this layout may put the speaker's name in a fourth column.
package struct LJSpeechLayout: CorpusLayout {
    package init() {}

    package func listing(of folder: URL) throws(CorpusError) -> CorpusListing {
        let tree = try FileTree(folder)
        guard tree.contains("metadata.csv") else {
            throw CorpusError(
                folder, "holds no metadata.csv", remedy: "Name the folder that holds metadata.csv and wavs.")
        }
        var listing = CorpusListing()
        for line in try tree.lines(of: "metadata.csv") {
            do {
                listing.entries.append(try entry(line.text, number: line.number, in: tree))
            } catch {
                listing.leftOut.append(error)
            }
        }
        listing.leaveOutUntranscribed(in: tree)
        return listing
    }

    private func entry(_ line: Substring, number: Int, in tree: FileTree) throws(LeftOut) -> CorpusEntry {
        let fields = line.split(separator: "|", omittingEmptySubsequences: false).map(\.trimmed)
        guard (2...4).contains(fields.count), !fields[0].isEmpty else {
            throw LeftOut("metadata.csv:\(number)", .badLine, "expected id|transcript|normalized transcript")
        }
        let id = fields[0].fileName.hasSuffix(".wav") ? fields[0].fileStem : fields[0]
        guard let audio = tree.audio(stem: "wavs/" + id) else {
            throw LeftOut(id, .missingAudio, "no wavs/\(id)")
        }
        let normalized = fields.count > 2 ? fields[2] : ""
        return CorpusEntry(
            id: id, audio: audio, text: normalized.isEmpty ? fields[1] : normalized,
            speaker: fields.count > 3 ? SpeakerID(rawValue: fields[3]) : nil)
    }
}
