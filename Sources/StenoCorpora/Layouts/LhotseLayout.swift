package import FoundationEssentials
import StenoJSON
import StenoTranscript

/// Lhotse cuts: `*cuts*.jsonl` files, each line a `MonoCut` with its recording and supervisions
/// (lhotse.readthedocs.io/en/latest/cuts.html).
///
/// Every supervision becomes one utterance. The part is what remains of the file's name without `cuts`:
/// `cuts_train.jsonl` is `train`. Cuts mixed from others, single channels of
/// recordings that have several, and recordings that are not files are left out, named.
package struct LhotseLayout: CorpusLayout {
    package init() {}

    package func listing(of folder: URL) throws(CorpusError) -> CorpusListing {
        let tree = try FileTree(folder)
        let files = tree.paths.filter { $0.fileName.contains("cuts") && $0.hasSuffix(".jsonl") }
        guard !files.isEmpty else {
            throw CorpusError(
                folder, "holds no *cuts*.jsonl",
                remedy: "Name the folder that holds them; unpack .jsonl.gz with gunzip.")
        }
        var listing = CorpusListing()
        for path in files {
            for line in try tree.lines(of: path) {
                read(line.text, at: "\(path):\(line.number)", of: path, in: tree, into: &listing)
            }
        }
        return listing
    }

    private func read(
        _ line: Substring, at place: String, of path: String, in tree: FileTree,
        into listing: inout CorpusListing
    ) {
        do throws(LeftOut) {
            let cut = try parse(line, at: place)
            guard let source = cut.recording?.file else {
                throw LeftOut(cut.id, .notAFile, "\(cut.type ?? "cut") at \(place)")
            }
            guard source.channels.count == 1 else {
                throw LeftOut(cut.id, .oneOfSeveralChannels, source.source)
            }
            let audio = tree.file(source.source)
            if cut.supervisions.isEmpty {
                listing.leftOut.append(LeftOut(cut.id, .missingText, "at \(place)"))
            }
            for supervision in cut.supervisions {
                listing.entries.append(try supervision.entry(in: cut, audio: audio, split: part(of: path)))
            }
        } catch {
            listing.leftOut.append(error)
        }
    }

    private func parse(_ line: Substring, at place: String) throws(LeftOut) -> LhotseCut {
        do {
            return try JSONDecoder().decode(LhotseCut.self, from: Data(line.utf8))
        } catch {
            throw LeftOut(place, .badLine, "not a lhotse cut")
        }
    }

    private func part(of path: String) -> String? {
        let name = path.fileStem.split(whereSeparator: { $0 == "_" || $0 == "-" || $0 == "." })
            .filter { $0 != "cuts" }.joined(separator: "-")
        return name.isEmpty ? nil : name
    }
}

/// The fields of a cut that matter here, as lhotse writes them.
private struct LhotseCut: Decodable {
    struct Recording: Decodable {
        struct Source: Decodable {
            var type: String
            var channels: [Int]
            var source: String
        }
        var sources: [Source]
        var duration: Double?

        /// The one file that holds the recording.
        var file: Source? {
            sources.count == 1 && sources[0].type == "file" ? sources[0] : nil
        }
    }

    struct Supervision: Decodable {
        var id: String
        var start: Double
        var duration: Double
        var text: String?
        var speaker: String?
        var gender: String?
        var language: String?
    }

    var id: String
    var type: String?
    var start: Double?
    var recording: Recording?
    var supervisions: [Supervision]

    private enum CodingKeys: CodingKey { case id, type, start, recording, supervisions }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        id = try fields.decode(String.self, forKey: .id)
        type = try fields.decodeIfPresent(String.self, forKey: .type)
        start = try fields.decodeIfPresent(Double.self, forKey: .start)
        recording = try fields.decodeIfPresent(Recording.self, forKey: .recording)
        supervisions = try fields.decodeIfPresent([Supervision].self, forKey: .supervisions) ?? []
    }
}

extension LhotseCut.Supervision {
    /// The utterance; a supervision's times count from the cut, a cut's from the recording.
    fileprivate func entry(in cut: LhotseCut, audio: URL, split: String?) throws(LeftOut) -> CorpusEntry {
        let begin = (cut.start ?? 0) + start
        guard begin >= 0, duration > 0, begin.isFinite, duration.isFinite else {
            throw LeftOut(id, .outsideRecording, "starts at \(begin) s and lasts \(duration) s")
        }
        var extra: [String: JSONValue] = [:]
        if let gender { extra["gender"] = .string(gender) }
        if let language { extra["language"] = .string(language) }
        return CorpusEntry(
            id: id, audio: audio,
            segment: TimeRange(start: .nearest(seconds: begin), end: .nearest(seconds: begin + duration)),
            recordingDuration: cut.recording?.duration.map { .nearest(seconds: $0) }, text: text ?? "",
            speaker: speaker.map(SpeakerID.init(rawValue:)), split: split, extra: extra)
    }
}
