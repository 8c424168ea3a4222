package import FoundationEssentials
package import StenoText
import StenoTranscript

/// Makes manifests from a corpus as it lies on disk: checks every utterance, gives it to a part, and tells what was
/// left out and why. The corpus itself is only read; the same corpus gives the same files.
package struct CorpusPreparer: Sendable {
    /// How utterances get to their parts.
    package enum Division: Hashable, Sendable {
        /// As the corpus divides itself; where it does not, by speaker.
        case asCorpus(otherwise: SpeakerShares)
        /// As lists of speakers say.
        case lists(SpeakerLists)
        /// By speaker, whatever the corpus says.
        case shares(SpeakerShares)
    }

    package var division: Division
    package var text: TextPreparation
    package var audio: AudioCheck

    /// Learns a byte-pair vocabulary from the training texts and writes it as `tokenizer.json`, when given.
    package var bytePairs: BytePairTrainer?

    package init(
        division: Division = .asCorpus(otherwise: SpeakerShares()), text: TextPreparation = TextPreparation(),
        audio: AudioCheck = .header, bytePairs: BytePairTrainer? = nil
    ) {
        self.division = division
        self.text = text
        self.audio = audio
        self.bytePairs = bytePairs
    }

    /// Reads the corpus in `source` and writes one manifest a part, `train.jsonl` and so on, and `left_out.tsv` to
    /// `destination`.
    package func prepare(
        _ layout: some CorpusLayout, from source: URL, to destination: URL
    ) throws(CorpusError) -> PreparationReport {
        let listing = try layout.listing(of: source)
        let (parts, leftOut) = divide(listing)
        guard !parts.isEmpty else {
            let reason =
                leftOut.first.map { "\($0.name): \($0.reason.rawValue) \($0.detail)" } ?? "it is empty"
            throw CorpusError(
                source, "holds no utterance to train on (\(leftOut.count) left out; \(reason))",
                remedy: "Name the corpus's own folder, with its audio in place.")
        }
        for (part, utterances) in parts {
            try ManifestWriter.write(utterances, to: destination.appending(path: "\(part).jsonl"))
        }
        if let bytePairs { try write(bytePairs, learnedFrom: parts, to: destination) }
        let report = PreparationReport(
            parts: parts.map { PreparationReport.Part($0.key, utterances: $0.value) }, leftOut: leftOut)
        try report.writeLeftOut(to: destination)
        return report
    }

    /// Learns from the parts whose names begin with `train`, such as LibriSpeech's three.
    private func write(
        _ bytePairs: BytePairTrainer, learnedFrom parts: [String: [Utterance]], to folder: URL
    ) throws(CorpusError) {
        let texts = parts.filter { $0.key.hasPrefix("train") }.values.joined().map(\.text)
        do {
            guard !texts.isEmpty else { throw TextError.badVocabulary("no part is called train") }
            try bytePairs.tokenizer(for: texts).write(to: folder)
        } catch {
            throw CorpusError(
                folder, "gets no byte-pair vocabulary: \(error)",
                remedy: "Ask for another size, or for letters.")
        }
    }

    /// The checked utterances of each part, and everything that is in none.
    private func divide(_ listing: CorpusListing) -> (parts: [String: [Utterance]], leftOut: [LeftOut]) {
        var check = EntryCheck(text: text, audio: audio)
        var leftOut = listing.leftOut
        var placed: [(part: String?, utterance: Utterance)] = []
        for entry in listing.entries {
            do {
                let part = try part(of: entry)
                placed.append((part, try check.utterance(entry)))
            } catch {
                leftOut.append(error)
            }
        }
        return (grouped(placed), leftOut)
    }

    /// The part an entry is given by the corpus or the lists; nil when its share decides.
    private func part(of entry: CorpusEntry) throws(LeftOut) -> String? {
        if entry.text == nil { return entry.split }
        switch division {
        case .asCorpus: return entry.split
        case .shares: return nil
        case .lists(let lists):
            guard let speaker = entry.speaker else {
                throw LeftOut(entry.id, .unlistedSpeaker, "no speaker known")
            }
            guard let part = lists.part(of: speaker) else {
                throw LeftOut(entry.id, .unlistedSpeaker, speaker.rawValue)
            }
            return part
        }
    }

    private func grouped(_ placed: [(part: String?, utterance: Utterance)]) -> [String: [Utterance]] {
        let undecided = placed.filter { $0.part == nil }.map(\.utterance)
        var shared = shares.parts(of: undecided)[...]
        var parts: [String: [Utterance]] = [:]
        for (part, utterance) in placed {
            let part = part ?? shared.removeFirst()
            parts[part, default: []].append(utterance)
        }
        return parts
    }

    private var shares: SpeakerShares {
        switch division {
        case .asCorpus(let shares), .shares(let shares): shares
        case .lists: SpeakerShares()
        }
    }
}
