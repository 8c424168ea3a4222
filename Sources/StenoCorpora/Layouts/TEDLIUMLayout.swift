package import FoundationEssentials
import StenoTranscript

/// TED-LIUM and other recordings with NIST segment time marks: `train/stm/talk.stm` beside `train/sph/talk.sph`
/// (A. Rousseau et al. 2012, releases 1 to 3).
///
/// A line is `recording channel speaker start end <labels> text`. The folder around `stm` is the part. Lines that say
/// `ignore_time_segment_in_scoring` are left out, as are those of a second channel. Of the text, `<unk>` and `{NOISE}`
/// marks and the numbers of pronunciation variants, `read(2)`, are removed, and the clitics that TED-LIUM sets
/// apart, `it 's`, are joined to their word.
package struct TEDLIUMLayout: CorpusLayout {
    package init() {}

    package func listing(of folder: URL) throws(CorpusError) -> CorpusListing {
        let tree = try FileTree(folder)
        let transcripts = tree.paths.filter { $0.pathExtension == "stm" }
        guard !transcripts.isEmpty else {
            throw CorpusError(
                folder, "holds no .stm files", remedy: "Name the folder that holds train, dev and test.")
        }
        var listing = CorpusListing()
        for path in transcripts {
            for line in try tree.lines(of: path) where !line.text.hasPrefix(";;") {
                do {
                    listing.entries.append(
                        try entry(line.text, at: "\(path):\(line.number)", of: path, in: tree))
                } catch {
                    listing.leftOut.append(error)
                }
            }
        }
        return listing
    }

    private func entry(
        _ line: Substring, at place: String, of path: String, in tree: FileTree
    ) throws(LeftOut) -> CorpusEntry {
        let record = try record(of: line, at: place)
        guard ["1", "A", "a"].contains(record.channel) else {
            throw LeftOut(place, .oneOfSeveralChannels, record.channel)
        }
        if record.text.uppercased() == STMRecord.ignored { throw LeftOut(place, .notScored) }
        guard let audio = audio(of: record.recording, transcribedIn: path, in: tree) else {
            throw LeftOut(place, .missingAudio, "no recording \(record.recording)")
        }
        return CorpusEntry(
            id: "\(record.recording)-\(record.time)", audio: audio, segment: record.time,
            text: spokenText(record.text), speaker: record.speaker, split: part(of: path))
    }

    private func record(of line: Substring, at place: String) throws(LeftOut) -> STMRecord {
        do {
            guard let record = try STMRecord.records(reading: String(line)).first,
                record.time.duration > .zero
            else {
                throw LeftOut(place, .badLine, "ends when it begins")
            }
            return record
        } catch let error as LeftOut {
            throw error
        } catch {
            throw LeftOut(place, .badLine, "\(error)")
        }
    }

    /// The recording beside the transcript, in the folder `sph` next to the folder `stm`, or in `wav`.
    private func audio(of recording: String, transcribedIn path: String, in tree: FileTree) -> URL? {
        let folder = path.parentPath
        return [folder, joinPath(folder.parentPath, "sph"), joinPath(folder.parentPath, "wav")].lazy
            .compactMap { tree.audio(stem: joinPath($0, recording)) }.first
    }

    private func part(of path: String) -> String? {
        path.pathComponents.dropLast().last { $0 != "stm" }
    }

    private func spokenText(_ text: String) -> String {
        var words: [String] = []
        for token in text.split(whereSeparator: \.isWhitespace) {
            let word = token.prefix { $0 != "(" }
            if word.isEmpty || (word.hasPrefix("<") && word.hasSuffix(">")) || word.hasPrefix("{") {
                continue
            }
            if word.hasPrefix("'"), let last = words.popLast() {
                words.append(last + word)
            } else {
                words.append(String(word))
            }
        }
        return words.joined(separator: " ")
    }
}
