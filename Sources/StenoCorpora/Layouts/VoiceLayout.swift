package import FoundationEssentials
import StenoJSON
import StenoTranscript

/// All voices of the speaker-labelled corpora beneath one folder, whatever they say.
///
/// File names say who speaks in each of them: `<speaker>-<chapter>-<n>` in LibriSpeech, `<word>/<speaker>_nohash_<n>` in
/// Speech Commands, `<digit>_<speaker>_<n>` in the Free Spoken Digit Dataset. A voice belongs to one part for ever:
/// the rule is a rule about its name, so that no model ever trains on a voice that another is tested with.
package struct VoiceLayout: CorpusLayout {
    private static let heldOutReaders: Set = ["1898", "3242", "4640", "8629"]
    private static let heldOutDigitSpeakers: Set = ["theo", "yweweler"]

    package init() {}

    package func listing(of folder: URL) throws(CorpusError) -> CorpusListing {
        let tree = try FileTree(folder)
        var listing = CorpusListing()
        for path in tree.paths where AudioFileName.isAudio(path) {
            guard let voice = Self.voice(of: path) else {
                listing.leftOut.append(LeftOut(path, .badName, "it names nobody"))
                continue
            }
            listing.entries.append(
                CorpusEntry(
                    id: path.withoutExtension, audio: tree.url(path), text: nil,
                    speaker: SpeakerID(rawValue: voice.name), split: voice.part.rawValue,
                    extra: voice.session.map { [Utterance.sessionField: .string($0)] } ?? [:]))
        }
        guard !listing.entries.isEmpty else {
            throw CorpusError(
                folder, "holds no recording whose name tells who speaks",
                remedy: "Name a folder above LibriSpeech, Speech Commands or the Free Spoken Digit Dataset.")
        }
        return listing
    }

    /// The parts voices fall into.
    enum Part: String, Sendable {
        case train, dev, test
    }

    /// Whose voice a file holds, by its name, the part the voice belongs to and, where the name tells, in which session
    /// it was recorded; nil for other files.
    static func voice(of path: String) -> (name: String, part: Part, session: String?)? {
        let name = path.fileStem
        if let match = name.wholeMatch(of: /([0-9]+)-([0-9]+)-[0-9]+/) {
            return ("librispeech-\(match.1)", part(ofReader: String(match.1)), String(match.2))
        }
        if let match = name.wholeMatch(of: /([0-9a-f]{8})_nohash_[0-9]+/) {
            let part: Part = match.1.hasPrefix("4") ? .test : match.1.hasPrefix("31") ? .dev : .train
            return ("commands-\(match.1)", part, nil)
        }
        if let match = name.wholeMatch(of: /[0-9]_([a-z]+)_([0-9]+)/) {
            return digitSpeaker(String(match.1), recording: Int(match.2) ?? 0)
        }
        return nil
    }

    private static func part(ofReader id: String) -> Part {
        if heldOutReaders.contains(id) || id.hasSuffix("7") { return .test }
        return id.hasSuffix("3") ? .dev : .train
    }

    /// The official division of the digits: recordings 0 to 4 are for tests, 5 to 9 for choosing. A voice that is
    /// trained on is of no use for either.
    private static func digitSpeaker(_ speaker: String, recording: Int) -> (String, Part, String?)? {
        let name = "digits-\(speaker)"
        if heldOutDigitSpeakers.contains(speaker) { return (name, .test, nil) }
        return recording < 10 ? nil : (name, .train, nil)
    }
}
