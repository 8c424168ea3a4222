package import FoundationEssentials
import StenoJSON
import StenoTranscript

/// LibriSpeech and mini LibriSpeech: `subset/speaker/chapter/speaker-chapter-number.flac` with the chapter's
/// transcripts in `speaker-chapter.trans.txt`, openslr.org/12 and /31.
///
/// A subset is a part of the corpus. `SPEAKERS.TXT`, when there, gives each utterance a `gender`.
package struct LibriSpeechLayout: CorpusLayout {
    package init() {}

    package func listing(of folder: URL) throws(CorpusError) -> CorpusListing {
        let tree = try FileTree(folder)
        let transcripts = tree.paths.filter { $0.hasSuffix(".trans.txt") }
        guard !transcripts.isEmpty else {
            throw CorpusError(
                folder, "holds no *.trans.txt",
                remedy: "Name the folder that holds subsets such as train-clean-5.")
        }
        let genders = try genders(in: tree)
        var listing = CorpusListing()
        for path in transcripts { try read(path, in: tree, genders: genders, into: &listing) }
        listing.leaveOutUntranscribed(in: tree)
        return listing
    }

    private func read(
        _ path: String, in tree: FileTree, genders: [String: String], into listing: inout CorpusListing
    ) throws(CorpusError) {
        let chapter = path.parentPath
        let subset = chapter.pathComponents.dropLast(2).last ?? tree.root.lastPathComponent
        for line in try tree.lines(of: path) {
            let (id, text) = line.text.firstWordAndRest
            let speaker = String(id.prefix { $0 != "-" })
            guard let audio = tree.audio(stem: joinPath(chapter, id)) else {
                listing.leftOut.append(LeftOut(id, .missingAudio, "in \(chapter)"))
                continue
            }
            listing.entries.append(
                CorpusEntry(
                    id: id, audio: audio, text: text, speaker: SpeakerID(rawValue: speaker), split: subset,
                    extra: genders[speaker].map { ["gender": .string($0)] } ?? [:]))
        }
    }

    /// `19   | F | train-clean-100  | 25.19 | Kara Shallenberg`
    private func genders(in tree: FileTree) throws(CorpusError) -> [String: String] {
        guard let path = tree.paths.first(where: { $0.fileName == "SPEAKERS.TXT" }) else { return [:] }
        var genders: [String: String] = [:]
        for line in try tree.lines(of: path) where !line.text.hasPrefix(";") {
            let fields = line.text.split(separator: "|").map { $0.filter { !$0.isWhitespace } }
            if fields.count >= 2 { genders[fields[0]] = fields[1] }
        }
        return genders
    }
}

extension CorpusListing {
    /// Notes every recording that no entry and no earlier note speaks of.
    mutating func leaveOutUntranscribed(in tree: FileTree) {
        let used = Set(entries.map(\.audio.standardizedFileURL.path))
        for path in tree.paths where AudioFileName.isAudio(path) {
            if !used.contains(tree.url(path).standardizedFileURL.path) {
                leftOut.append(LeftOut(path, .missingText))
            }
        }
    }
}
