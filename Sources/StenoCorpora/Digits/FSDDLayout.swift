package import FoundationEssentials
package import StenoTranscript

/// One recording of the Free Spoken Digit Dataset, by its name `digit_speaker_index.wav`.
package struct FSDDRecording: Hashable, Sendable {
    package let digit: Int
    package let speaker: SpeakerID
    package let index: Int

    /// The recording a file's name stands for, nil when it is no name of the dataset.
    package init?(fileName: String) {
        let fields = fileName.fileStem.split(separator: "_", omittingEmptySubsequences: false)
        guard fields.count == 3, let digit = Int(fields[0]), (0...9).contains(digit), !fields[1].isEmpty,
            let index = Int(fields[2]), index >= 0
        else { return nil }
        self.digit = digit
        speaker = SpeakerID(rawValue: String(fields[1]))
        self.index = index
    }

    /// The spoken word.
    package var word: String {
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"][digit]
    }

    /// The dataset's own division, with the second five of its training recordings set aside for choosing and
    /// stopping: 0 to 4 are `test`, 5 to 9 `dev`, the rest `train`.
    package var split: String {
        switch index {
        case 0...4: "test"
        case 5...9: "dev"
        default: "train"
        }
    }
}

/// The Free Spoken Digit Dataset: `recordings/digit_speaker_index.wav` (Z. Jackson et al.,
/// github.com/Jakobovski/free-spoken-digit-dataset).
package struct FSDDLayout: CorpusLayout {
    package init() {}

    package func listing(of folder: URL) throws(CorpusError) -> CorpusListing {
        let tree = try FileTree(folder)
        var listing = CorpusListing()
        for path in tree.paths where AudioFileName.isAudio(path) {
            guard let recording = FSDDRecording(fileName: path) else {
                listing.leftOut.append(LeftOut(path, .badName, "expected digit_speaker_index.wav"))
                continue
            }
            listing.entries.append(
                CorpusEntry(
                    id: path.fileStem, audio: tree.url(path), text: recording.word,
                    speaker: recording.speaker,
                    split: recording.split))
        }
        guard !listing.entries.isEmpty else {
            throw CorpusError(
                folder, "holds no digit_speaker_index.wav",
                remedy: "Name the dataset's folder, the one with recordings.")
        }
        return listing
    }
}
