package import FoundationEssentials
import StenoAudio
import StenoRandom
package import StenoTranscript

/// Prepares the Free Spoken Digit Dataset: its recordings as they are, connected strings joined from them, and
/// conversations of two speakers.
///
/// Written to the destination:
/// - `train.jsonl`, `dev.jsonl`, `test.jsonl`: the recordings, by the dataset's own division.
/// - `strings/train`, `dev`, `test`: strings of 1 to 10 digits of one speaker, from recordings of one part.
/// - `conversations/test`: all pairs of speakers, from test recordings; `conversations/unseen`: the two speakers
///   no speaker model is trained on; `conversations/dev`: pairs of the others, from dev recordings, to choose
///   thresholds with.
///
/// A part of joined recordings is a manifest (`.jsonl`), a folder of audio, and the truth as `.ctm`, `.stm` and
/// `.rttm`: a word lasts as long as ``SpeechExtent`` hears speech in its recording. Everything random depends on the
/// seed only.
package struct FSDDPreparer: Sendable {
    /// Strings in each part.
    package var strings: [String: DigitStrings] = [
        "train": DigitStrings(count: 3000), "dev": DigitStrings(count: 300),
        "test": DigitStrings(count: 1000),
    ]

    /// The speakers that only enrolment may know.
    package var unseen: Set<SpeakerID> = ["theo", "yweweler"]

    /// Conversations of each pair of all speakers.
    package var conversationsPerPair = 4

    /// Conversations of each pair of unseen speakers.
    package var unseenConversationsPerPair = 40

    package var seed: UInt64

    /// How recordings and their texts are checked and written; their division is the dataset's own.
    private let corpus: CorpusPreparer

    package init(seed: UInt64 = 1, corpus: CorpusPreparer = CorpusPreparer()) {
        self.seed = seed
        self.corpus = corpus
    }

    package func prepare(from source: URL, to destination: URL) throws(CorpusError) -> PreparationReport {
        var report = try corpus.prepare(FSDDLayout(), from: source, to: destination)
        var digits: [String: [SpokenDigit]] = [:]
        for part in report.parts.map(\.name) {
            digits[part] = try spokenDigits(in: destination.appending(path: "\(part).jsonl"))
        }
        report.parts += try writeStrings(of: digits, to: destination.appending(path: "strings"))
        report.parts += try writeConversations(of: digits, to: destination.appending(path: "conversations"))
        return report
    }

    private func spokenDigits(in manifest: URL) throws(CorpusError) -> [SpokenDigit] {
        var digits: [SpokenDigit] = []
        for utterance in try ManifestReader.utterances(in: manifest) {
            let digit = try SpokenDigit(utterance)
            if let first = digits.first, first.audio.sampleRate != digit.audio.sampleRate {
                throw CorpusError(
                    utterance.audio,
                    "has \(digit.audio.sampleRate) where others have \(first.audio.sampleRate)",
                    remedy: "Resample it: recordings of different rates cannot be joined.")
            }
            digits.append(digit)
        }
        return digits
    }

    private func writeStrings(
        of digits: [String: [SpokenDigit]], to folder: URL
    ) throws(CorpusError) -> [PreparationReport.Part] {
        var parts: [PreparationReport.Part] = []
        for (name, strings) in strings.sorted(by: { $0.key < $1.key }) {
            guard let recordings = digits[name] else { continue }
            parts.append(
                try write("strings", name, to: folder) { random, add throws(CorpusError) in
                    try strings.tracks(of: recordings, random: &random, add)
                })
        }
        return parts
    }

    private func writeConversations(
        of digits: [String: [SpokenDigit]], to folder: URL
    ) throws(CorpusError) -> [PreparationReport.Part] {
        let (dev, test) = (digits["dev"] ?? [], digits["test"] ?? [])
        return [
            try write(
                conversationsPerPair, "dev", of: dev.filter { !unseen.contains($0.speaker) }, to: folder),
            try write(conversationsPerPair, "test", of: test, to: folder),
            try write(
                unseenConversationsPerPair, "unseen", of: test.filter { unseen.contains($0.speaker) },
                to: folder),
        ].compactMap(\.self)
    }

    /// Writes so many conversations of each pair of the recordings' speakers; none and nil where there is no pair.
    private func write(
        _ count: Int, _ name: String, of recordings: [SpokenDigit], to folder: URL
    ) throws(CorpusError) -> PreparationReport.Part? {
        let speakers = Set(recordings.map(\.speaker)).sorted()
        guard speakers.count > 1 else { return nil }
        let conversations = DigitConversations(speakers: speakers, countPerPair: count)
        return try write("conversations", name, to: folder) { random, add throws(CorpusError) in
            try conversations.tracks(of: recordings, random: &random, add)
        }
    }

    /// Writes the tracks that `make` hands out, with random numbers of their own, so that a changed count in one part
    /// changes no other.
    private func write(
        _ kind: String, _ name: String, to folder: URL,
        _ make: (inout SeededGenerator, (String, DigitTrack) throws(CorpusError) -> Void) throws(CorpusError)
            ->
            Void
    ) throws(CorpusError) -> PreparationReport.Part {
        let part = "\(kind)/\(name)"
        var random = SeededGenerator(seed: part.hashed(seed: seed))
        var writer = DigitTrackWriter(name: name, folder: folder)
        try make(&random) { id, track throws(CorpusError) in try writer.add(id, track) }
        try writer.finish()
        return PreparationReport.Part(part, utterances: writer.utterances, speakers: writer.speakers)
    }
}
