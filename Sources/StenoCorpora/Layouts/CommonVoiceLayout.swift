package import FoundationEssentials
import StenoJSON
import StenoTranscript

/// Mozilla Common Voice: one language's folder with `train.tsv`, `dev.tsv`, `test.tsv` and `clips/`
/// (R. Ardila et al. 2020).
///
/// The three lists are the parts; a folder without them falls back to `validated.tsv`, whole. `gender`, `age` and
/// `accents` go along where the speaker gave them, as does the `locale`.
package struct CommonVoiceLayout: CorpusLayout {
    package init() {}

    package func listing(of folder: URL) throws(CorpusError) -> CorpusListing {
        let tree = try FileTree(folder)
        let lists = ["train", "dev", "test"].filter { tree.contains("\($0).tsv") }
        var listing = CorpusListing()
        if lists.isEmpty {
            guard tree.contains("validated.tsv") else {
                throw CorpusError(
                    folder, "holds neither train.tsv nor validated.tsv",
                    remedy: "Name one language's folder, the one that holds clips.")
            }
            try read("validated.tsv", part: nil, in: tree, into: &listing)
        }
        for part in lists { try read("\(part).tsv", part: part, in: tree, into: &listing) }
        return listing
    }

    private func read(
        _ path: String, part: String?, in tree: FileTree, into listing: inout CorpusListing
    ) throws(CorpusError) {
        let lines = try tree.lines(of: path)
        let header = (lines.first?.text ?? "").split(separator: "\t", omittingEmptySubsequences: false).map(
            String.init)
        let table = TableHeader(header)
        guard table.has(["client_id", "path", "sentence"]) else {
            throw CorpusError(
                tree.url(path), line: 1, "has no columns client_id, path and sentence",
                remedy: "Restore the file as Common Voice ships it.")
        }
        for line in lines.dropFirst() {
            do {
                listing.entries.append(
                    try entry(table.row(line.text), "\(path):\(line.number)", part, in: tree))
            } catch {
                listing.leftOut.append(error)
            }
        }
    }

    private func entry(
        _ row: [String: String], _ place: String, _ part: String?, in tree: FileTree
    ) throws(LeftOut) -> CorpusEntry {
        guard let clip = row["path"], !clip.isEmpty, let text = row["sentence"] else {
            throw LeftOut(place, .badLine, "fewer columns than the header")
        }
        guard
            let audio = tree.audio(
                stem: "clips/" + (AudioFileName.isAudio(clip) ? clip.withoutExtension : clip))
        else {
            throw LeftOut(clip, .missingAudio, "no clips/\(clip)")
        }
        var extra: [String: JSONValue] = [:]
        for name in ["accent", "accents", "age", "gender", "locale"] {
            if let value = row[name], !value.isEmpty { extra[name] = .string(value) }
        }
        return CorpusEntry(
            id: clip.fileStem, audio: audio, text: text,
            speaker: row["client_id"].map(SpeakerID.init(rawValue:)),
            split: part, extra: extra)
    }
}

/// The first line of a table with named columns.
private struct TableHeader {
    private let names: [String]

    init(_ names: [String]) { self.names = names }

    func has(_ columns: [String]) -> Bool {
        Set(names).isSuperset(of: columns)
    }

    /// A line's fields by column; columns the line lacks are absent.
    func row(_ line: Substring) -> [String: String] {
        let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        return Dictionary(zip(names, fields), uniquingKeysWith: { first, _ in first })
    }
}
