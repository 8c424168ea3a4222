import ArgumentParser
import Foundation
import Steno
import StenoMetrics
import StenoSpeakers

/// `steno speakers verify`: how well a speaker model tells one person from another.
struct SpeakersVerify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Measure a speaker model on a list of trials.",
        discussion: """
            A trial is a line of JSON: two pieces of recordings, and whether the same person speaks in both, as \
            {"target": true, "enroll": {"audio_filepath": "a.wav", "offset": 0, "duration": 5}, "test": {…}}. \
            Paths are relative to the list; without "duration" a piece reaches to the recording's end. "enroll" may \
            be a list of pieces.

            Prints the equal error rate, the least detection cost at a share of 1 % (NIST SRE), and of the test pieces \
            that are tried against several people, how often the right one is the most alike.

            Example:
              steno speakers verify trials/across.jsonl
            """
    )

    @Argument(help: ArgumentHelp("The list.", valueName: "trials.jsonl"))
    var trials: String

    @Option(help: ArgumentHelp("How many threads to compute with.", valueName: "n"))
    var threads = ProcessInfo.processInfo.activeProcessorCount

    @OptionGroup
    var model: SpeakerModelOptions

    func run() throws {
        let list = try TextFile(trials).parsed { try SpeakerTrial.list(reading: $0) }
        let embedder = try model.embedder()
        let sides = Array(Set(list.flatMap { [$0.enroll, $0.test] }))
        let folder = URL(filePath: trials).deletingLastPathComponent()
        let heard = ParallelWork(threads: threads).map(sides) { pieces in
            Result { try embedder.enrollment(of: pieces.map { try $0.audio(in: folder) }).embedding }
        }
        var voices: [[SpeakerTrial.Piece]: SpeakerEmbedding] = [:]
        for (pieces, result) in zip(sides, heard) {
            switch result {
            case .success(let embedding): voices[pieces] = embedding
            case .failure(let error):
                Diagnostics.note("\(pieces.map(\.description).joined(separator: ", ")): \(reason(of: error))")
            }
        }
        let scored = list.compactMap { trial in
            voices[trial.enroll].flatMap { enrolled in
                voices[trial.test].map { ScoredTrial(trial, score: Double(enrolled.similarity(to: $0))) }
            }
        }
        try Results.write(report(scored))
        if voices.count < sides.count { throw ExitCode(1) }
    }

    private func report(_ scored: [ScoredTrial]) throws -> String {
        let targets = scored.filter(\.trial.target).map(\.score)
        let others = scored.filter { !$0.trial.target }.map(\.score)
        guard !targets.isEmpty, !others.isEmpty else {
            throw InputFailure(description: "\(trials): there must be trials of one person and of two")
        }
        let errors = VerificationErrors(targets: targets, others: others)
        var text =
            "equal error rate \(fixed(100 * errors.equalErrorRate, 2)) % at a similarity of "
            + "\(fixed(errors.equalErrorThreshold, 3)), least detection cost "
            + "\(fixed(errors.minimumDetectionCost(), 3)); \(targets.count) trials of one person, "
            + "\(others.count) of two\n"
        let choices = Dictionary(grouping: scored, by: \.trial.test).values.filter { trials in
            trials.contains(where: \.trial.target) && Set(trials.map(\.trial.enroll)).count > 1
        }
        let right = choices.count { $0.max { $0.score < $1.score }?.trial.target ?? false }
        if !choices.isEmpty {
            text += "the right person is the most alike in \(right) of \(choices.count) pieces "
            text += "(\(fixed(100 * Double(right) / Double(choices.count), 1)) %)\n"
        }
        return text
    }
}

private struct ScoredTrial {
    let trial: SpeakerTrial
    let score: Double

    init(_ trial: SpeakerTrial, score: Double) {
        (self.trial, self.score) = (trial, score)
    }
}

/// Pieces of recordings and whether one person speaks in all of them.
struct SpeakerTrial: Decodable {
    /// A part of a recording.
    struct Piece: Decodable, Hashable, CustomStringConvertible {
        let audio: String
        let offset: Double?
        let duration: Double?

        private enum CodingKeys: String, CodingKey {
            case offset, duration
            case audio = "audio_filepath"
        }

        var description: String { "\(audio) from \(fixed(offset ?? 0, 3)) s" }

        /// - Parameter folder: Where relative paths begin.
        func audio(in folder: URL) throws -> AudioBuffer {
            let file = URL(filePath: audio, relativeTo: folder)
            var reader = try AudioReader(at: file, sampleRate: .speech)
            let whole = try reader.readAll(), start = Duration.seconds(offset ?? 0)
            return whole.excerpt(
                from: start, lasting: duration.map { .seconds($0) } ?? whole.duration - start)
        }
    }

    let target: Bool
    let enroll: [Piece]
    /// One piece.
    let test: [Piece]

    private enum CodingKeys: CodingKey {
        case target, enroll, test
    }

    init(from decoder: any Swift.Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        target = try values.decode(Bool.self, forKey: .target)
        test = [try values.decode(Piece.self, forKey: .test)]
        enroll =
            try (try? [values.decode(Piece.self, forKey: .enroll)])
            ?? values.decode([Piece].self, forKey: .enroll)
        guard !enroll.isEmpty else {
            throw Swift.DecodingError.dataCorruptedError(
                forKey: .enroll, in: values, debugDescription: "no piece")
        }
    }

    /// Reads a list, a trial a line.
    static func list(reading text: String) throws -> [SpeakerTrial] {
        try text.split(whereSeparator: \.isNewline).enumerated().map { index, line in
            do {
                return try JSONDecoder().decode(SpeakerTrial.self, from: Data(line.utf8))
            } catch {
                throw InputFailure(
                    description: "line \(index + 1) is not a trial; see `steno speakers verify --help`")
            }
        }
    }
}
