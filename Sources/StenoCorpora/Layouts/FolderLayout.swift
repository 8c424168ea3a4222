package import FoundationEssentials
import StenoTranscript

/// Recordings beside their transcripts: `interview.flac` and `interview.txt`, in any folders.
///
/// The folder of a recording is its speaker; those at the root have none.
package struct FolderLayout: CorpusLayout {
    package init() {}

    package func listing(of folder: URL) throws(CorpusError) -> CorpusListing {
        let tree = try FileTree(folder)
        let recordings = tree.paths.filter(AudioFileName.isAudio)
        guard !recordings.isEmpty else {
            throw CorpusError(
                folder, "holds no audio", remedy: "Name a folder with audio files beside .txt files.")
        }
        var listing = CorpusListing()
        for path in recordings {
            let transcript = path.withoutExtension + ".txt"
            guard tree.contains(transcript) else {
                listing.leftOut.append(LeftOut(path, .missingText, "no \(transcript)"))
                continue
            }
            let text = try tree.lines(of: transcript).map(\.text.trimmed).joined(separator: " ")
            let speaker = path.parentPath.fileName
            listing.entries.append(
                CorpusEntry(
                    id: path.withoutExtension.split(separator: "/").joined(separator: "-"),
                    audio: tree.url(path),
                    text: text, speaker: speaker.isEmpty ? nil : SpeakerID(rawValue: speaker)))
        }
        return listing
    }
}
