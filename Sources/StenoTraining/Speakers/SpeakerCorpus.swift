package import Foundation
import StenoAudio
import StenoCorpora
import StenoTranscript

/// All voices of the speaker-labelled corpora in one folder, as manifests of voices to train on, to develop with and
/// to test with.
///
/// File names say who speaks in all of them: `<speaker>-<chapter>-<n>` in LibriSpeech, `<word>/<speaker>_nohash_<n>`
/// in Speech Commands, `<digit>_<speaker>_<n>` in the Free Spoken Digit Dataset. A voice belongs to one part for ever:
/// the rule is a rule about its name.
package struct SpeakerCorpus: Sendable {
    /// The parts voices fall into.
    package enum Part: String, CaseIterable, Sendable {
        case training, development, test
    }

    private static let heldOutReaders: Set = ["1898", "3242", "4640", "8629"]
    private static let heldOutDigitSpeakers: Set = ["theo", "yweweler"]

    package init() {}

    /// Writes `training.jsonl`, `development.jsonl` and `test.jsonl`.
    ///
    /// - Parameter root: A folder with any of the corpora beneath it.
    /// - Returns: How many voices each part has.
    package func prepare(from root: URL, to folder: URL) throws -> [Part: Int] {
        var utterances: [Part: [Utterance]] = [:]
        for file in try AudioFolder([root]).files {
            guard let (voice, part) = Self.voice(of: file) else { continue }
            let info = try AudioFile(at: file).info
            guard let duration = info.declaredDuration, duration > .zero else { continue }
            utterances[part, default: []].append(
                Utterance(
                    id: "\(voice)/\(file.deletingPathExtension().lastPathComponent)", audio: file,
                    duration: duration,
                    text: "", speaker: SpeakerID(voice)))
        }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for part in Part.allCases {
            try ManifestWriter.write(
                utterances[part] ?? [], to: folder.appending(path: "\(part.rawValue).jsonl"))
        }
        return utterances.mapValues { Set($0.map(\.speaker)).count }
    }

    /// Whose voice a file holds, by its name, and the part the voice belongs to; `nil` for other files.
    static func voice(of file: URL) -> (name: String, part: Part)? {
        let name = file.deletingPathExtension().lastPathComponent
        if let match = name.wholeMatch(of: /([0-9]+)-[0-9]+-[0-9]+/) {
            return ("librispeech-\(match.1)", part(ofReader: String(match.1)))
        }
        if let match = name.wholeMatch(of: /([0-9a-f]{8})_nohash_[0-9]+/) {
            let part: Part =
                match.1.hasPrefix("4") ? .test : match.1.hasPrefix("31") ? .development : .training
            return ("commands-\(match.1)", part)
        }
        if let match = name.wholeMatch(of: /[0-9]_([a-z]+)_([0-9]+)/) {
            return digitSpeaker(String(match.1), recording: Int(match.2) ?? 0)
        }
        return nil
    }

    private static func part(ofReader id: String) -> Part {
        if heldOutReaders.contains(id) || id.hasSuffix("7") { return .test }
        return id.hasSuffix("3") ? .development : .training
    }

    /// The official split of the digits: recordings 0 to 4 are for tests, 5 to 9 for development.
    private static func digitSpeaker(_ speaker: String, recording: Int) -> (String, Part)? {
        let name = "digits-\(speaker)"
        if heldOutDigitSpeakers.contains(speaker) { return (name, .test) }
        return recording < 10 ? nil : (name, .training)
    }
}
