package import FoundationEssentials
import StenoTranscript

/// Manifests that exist already: one `.jsonl` or `.json` file, or a folder of them, each a part named like the file.
///
/// Lines that ``ManifestReader`` would refuse are left out, named, so that what is written can be trained on.
package struct NeMoLayout: CorpusLayout {
    package init() {}

    package func listing(of folder: URL) throws(CorpusError) -> CorpusListing {
        var listing = CorpusListing()
        for manifest in try manifests(at: folder) {
            try read(manifest, into: &listing)
        }
        return listing
    }

    private func manifests(at url: URL) throws(CorpusError) -> [URL] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: url.path) else { return [url] }
        let manifests = names.filter { $0.hasSuffix(".jsonl") || $0.hasSuffix(".json") }.sorted()
        guard !manifests.isEmpty else {
            throw CorpusError(
                url, "holds no .jsonl manifests", remedy: "Name a manifest or the folder that holds some.")
        }
        return manifests.map { url.appending(path: $0) }
    }

    private func read(_ manifest: URL, into listing: inout CorpusListing) throws(CorpusError) {
        let part = manifest.deletingPathExtension().lastPathComponent
        var reader = try ManifestReader(manifest)
        while true {
            do {
                guard let utterance = try reader.next() else { return }
                listing.entries.append(CorpusEntry(utterance, split: part))
            } catch {
                listing.leftOut.append(
                    LeftOut("\(manifest.lastPathComponent):\(reader.line)", .badLine, error.fact))
            }
        }
    }
}

extension CorpusEntry {
    /// What a manifest says about an utterance, to be checked anew.
    fileprivate init(_ utterance: Utterance, split: String) {
        self.init(
            id: utterance.id, audio: utterance.audio,
            segment: TimeRange(start: utterance.offset, end: utterance.offset + utterance.duration),
            text: utterance.text, speaker: utterance.speaker, split: split, extra: utterance.extra)
    }
}
