package import FoundationEssentials
import StenoJSON
import StenoTranscript

/// A Kaldi data folder: `wav.scp`, `text`, and where they are `segments`, `utt2spk`, `spk2gender`, `reco2dur`
/// and `utt2dur` (kaldi-asr.org/doc/data_prep.html).
///
/// Several data folders beneath one, such as `train` and `dev`, are its parts. A recording read through `flac` or
/// `sph2pipe`, which only decode, is opened itself; any other command in `wav.scp` is left out, named.
package struct KaldiLayout: CorpusLayout {
    package init() {}

    package func listing(of folder: URL) throws(CorpusError) -> CorpusListing {
        let tree = try FileTree(folder)
        let folders = tree.paths.filter { $0.fileName == "wav.scp" }.map(\.parentPath)
        guard !folders.isEmpty else {
            throw CorpusError(
                folder, "holds no wav.scp", remedy: "Name a Kaldi data folder, or the folder around several.")
        }
        var listing = CorpusListing()
        for data in folders {
            let part = try KaldiFolder(data, in: tree).listing()
            listing.entries += part.entries
            listing.leftOut += part.leftOut
        }
        return listing
    }
}

/// The tables of one Kaldi data folder.
private struct KaldiFolder {
    let path: String
    let tree: FileTree
    let recordings: [(key: String, value: String)]
    let texts: [(key: String, value: String)]
    let segments: [String: String]?
    let speakers: [String: String]
    let genders: [String: String]
    let durations: [String: String]

    init(_ path: String, in tree: FileTree) throws(CorpusError) {
        func table(_ name: String) throws(CorpusError) -> [(key: String, value: String)] {
            try tree.lines(of: joinPath(path, name)).map { line in
                let (key, value) = line.text.firstWordAndRest
                return (key, value.trimmed)
            }
        }
        func optionalTable(_ name: String) throws(CorpusError) -> [String: String]? {
            guard tree.contains(joinPath(path, name)) else { return nil }
            return Dictionary(try table(name), uniquingKeysWith: { first, _ in first })
        }
        guard tree.contains(joinPath(path, "text")) else {
            throw CorpusError(
                tree.url(joinPath(path, "text")), "is missing",
                remedy: "Training needs transcripts: add the file.")
        }
        self.path = path
        self.tree = tree
        recordings = try table("wav.scp")
        texts = try table("text")
        segments = try optionalTable("segments")
        speakers = try optionalTable("utt2spk") ?? [:]
        genders = try optionalTable("spk2gender") ?? [:]
        // Without segments an utterance is a recording, and the lengths of both are the same.
        let ofRecordings = try optionalTable("reco2dur")
        let ofUtterances = segments == nil ? try optionalTable("utt2dur") : nil
        durations = ofRecordings ?? ofUtterances ?? [:]
    }

    func listing() -> CorpusListing {
        var listing = CorpusListing()
        let files = files(leavingOut: &listing.leftOut)
        for (id, text) in texts {
            do {
                if let entry = try entry(id, text, files: files) { listing.entries.append(entry) }
            } catch {
                listing.leftOut.append(error)
            }
        }
        let transcribed = Set(texts.map(\.key))
        for id in (segments.map { Array($0.keys) } ?? recordings.map(\.key)).sorted()
        where !transcribed.contains(id) {
            listing.leftOut.append(LeftOut(id, .missingText, "in \(joinPath(path, "text"))"))
        }
        return listing
    }

    /// The recordings that are files; nil for those that are commands, which are noted once.
    private func files(leavingOut leftOut: inout [LeftOut]) -> [String: URL?] {
        var files: [String: URL?] = [:]
        for (recording, source) in recordings {
            let file = audioFile(source)
            if file == nil { leftOut.append(LeftOut(recording, .notAFile, source)) }
            files[recording] = .some(file)
        }
        return files
    }

    /// The entry of an utterance; nil when its recording has been noted already.
    private func entry(_ id: String, _ text: String, files: [String: URL?]) throws(LeftOut) -> CorpusEntry? {
        let (recording, segment) = try place(of: id)
        guard let file = files[recording] else {
            throw LeftOut(id, .missingAudio, "\(recording) is not in \(joinPath(path, "wav.scp"))")
        }
        guard let file else { return nil }
        let speaker = speakers[id]
        return CorpusEntry(
            id: id, audio: file, segment: segment,
            recordingDuration: durations[recording].flatMap(Double.init).map { .nearest(seconds: $0) },
            text: text,
            speaker: speaker.map(SpeakerID.init(rawValue:)), split: path.isEmpty ? nil : path.fileName,
            extra: speaker.flatMap { genders[$0] }.map { ["gender": .string($0)] } ?? [:])
    }

    /// The recording of an utterance, and the part of it: `utterance recording start end`.
    private func place(of id: String) throws(LeftOut) -> (recording: String, segment: TimeRange?) {
        guard let segments else { return (id, nil) }
        guard let line = segments[id] else {
            throw LeftOut(id, .missingAudio, "not in \(joinPath(path, "segments"))")
        }
        let fields = line.split(whereSeparator: \.isWhitespace)
        guard fields.count >= 3, let start = Double(fields[1]), let end = Double(fields[2]), start >= 0,
            end > start
        else {
            throw LeftOut(
                id, .badLine, "expected utterance recording start end in \(joinPath(path, "segments"))")
        }
        return (String(fields[0]), TimeRange(start: .nearest(seconds: start), end: .nearest(seconds: end)))
    }

    /// The file that a value of `wav.scp` reads, nil when it is a command that does more than decode.
    private func audioFile(_ source: String) -> URL? {
        guard source.hasSuffix("|") else { return tree.file(source) }
        let words = source.dropLast().split(whereSeparator: \.isWhitespace).map(String.init)
        guard !words.contains("|"), let program = words.first?.fileName,
            ["flac", "sph2pipe"].contains(program)
        else {
            return nil
        }
        let files = words.dropFirst().filter(AudioFileName.isAudio)
        return files.count == 1 ? tree.file(files[0]) : nil
    }
}
