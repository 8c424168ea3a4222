package import FoundationEssentials
import StenoTranscript

/// Google Speech Commands: `word/speaker_nohash_number.wav`, one word a recording (P. Warden 2018).
///
/// `validation_list.txt` and `testing_list.txt`, when there, are the parts `dev` and `test`; the rest is `train`.
/// The recordings of `_background_noise_` become the part `noise`, in which nothing is said.
package struct SpeechCommandsLayout: CorpusLayout {
    /// The ten digits as Speech Commands names their folders.
    package static let digits: Set = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    ]

    /// The words to use; nil for every folder there is.
    package var words: Set<String>?

    package init(words: Set<String>? = nil) {
        self.words = words
    }

    package func listing(of folder: URL) throws(CorpusError) -> CorpusListing {
        let tree = try FileTree(folder)
        try checkWords(in: tree)
        let parts = try parts(of: tree)
        var listing = CorpusListing()
        for path in tree.paths where AudioFileName.isAudio(path) {
            do {
                listing.entries.append(try entry(path, in: tree, parts: parts))
            } catch {
                listing.leftOut.append(error)
            }
        }
        guard !listing.entries.isEmpty else {
            throw CorpusError(
                folder, "holds no word/speaker_nohash_number recordings",
                remedy: "Name the folder that holds the words.")
        }
        return listing
    }

    private func checkWords(in tree: FileTree) throws(CorpusError) {
        let folders = Set(tree.paths.map { $0.parentPath })
        let absent = (words ?? []).subtracting(folders).sorted()
        guard absent.isEmpty else {
            throw CorpusError(
                tree.root, "holds no folder \(absent.joined(separator: ", "))",
                remedy: "Ask for words that are there.")
        }
    }

    private func entry(
        _ path: String, in tree: FileTree, parts: [String: String]?
    ) throws(LeftOut) -> CorpusEntry {
        let word = path.parentPath
        let stem = path.fileStem
        if word == "_background_noise_" {
            return CorpusEntry(id: "noise_\(stem)", audio: tree.url(path), text: nil, split: "noise")
        }
        guard let mark = stem.firstRange(of: "_nohash_"), !word.isEmpty else {
            throw LeftOut(path, .badName, "expected word/speaker_nohash_number")
        }
        if let words, !words.contains(word) { throw LeftOut(path, .notAskedFor, word) }
        return CorpusEntry(
            id: "\(word)_\(stem)", audio: tree.url(path), text: word,
            speaker: SpeakerID(rawValue: String(stem[..<mark.lowerBound])),
            split: parts.map { $0[path.withoutExtension] ?? "train" })
    }

    /// The part of each listed recording, by path without extension; nil when the corpus comes without lists.
    private func parts(of tree: FileTree) throws(CorpusError) -> [String: String]? {
        var parts: [String: String] = [:]
        for (list, part) in [("validation_list.txt", "dev"), ("testing_list.txt", "test")]
        where tree.contains(list) {
            for line in try tree.lines(of: list) {
                parts[line.text.trimmed.withoutExtension] = part
            }
        }
        return parts.isEmpty ? nil : parts
    }
}

extension LeftOut: Error {}

extension StringProtocol {
    /// The text without white space at either end.
    var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }),
            let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
