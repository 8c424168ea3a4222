import ArgumentParser
import Foundation
import Steno
import StenoCorpora
import StenoMetrics

/// `steno evaluate`: how many words a model gets wrong, how late, and who is said to have said them.
struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure a model on a manifest.",
        discussion: """
            Prints word and character error rates with a 95 % bootstrap interval. Where a CTM file of true words lies \
            beside the manifest, as `steno prepare fsdd` writes it, also how far word times are off and how many \
            words went to the right speaker.

            Examples:
              steno evaluate --model digits data/fsdd/test.jsonl
              steno evaluate --model digits data/fsdd/strings/test.jsonl --streaming --format json
              steno evaluate --model digits data/dev.jsonl --format trn > plain.trn
              steno evaluate --model digits data/dev.jsonl --lm 3-gram.bin --compare plain.trn
              steno evaluate --model english data/dev.jsonl --lm books.bin --cross-fit --report dev.html
              steno evaluate --model english data/dev.jsonl --lm none --lexicon words.txt --cross-fit
            """
    )

    func validate() throws {
        if compare != nil, ![.text, .json].contains(format) {
            throw ValidationError("--compare adds to the figures of --format text or json.")
        }
    }

    /// What can be printed.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text
        case json
        case trn
        case alignment
    }

    @Argument(help: ArgumentHelp("The manifest.", valueName: "manifest.jsonl"))
    var manifest: String

    @Option(
        name: .shortAndLong, help: "Figures for people, figures as JSON, sclite's trn, or the aligned words.")
    var format: Format = .text

    @Flag(
        help:
            "Follow every utterance as a stream in 20 ms chunks, measure how steady and how late words are, and compare the text with that of the file."
    )
    var streaming = false

    @Option(help: ArgumentHelp("A field of the manifest to give figures by.", valueName: "field"))
    var group: String?

    @Option(
        help: ArgumentHelp(
            "Compare with the words of another run on the same manifest, as --format trn writes them.",
            valueName: "hyp.trn"))
    var compare: String?

    @Option(
        help: ArgumentHelp(
            "Also write a page with figures, how far confidence can be believed, who spoke when, a map of the voices, and the worst utterances.",
            valueName: "file.html"))
    var report: String?

    @Option(
        help: ArgumentHelp("Also write ref.trn and hyp.trn for sclite into this folder.", valueName: "dir"))
    var trnDir: String?

    @Flag(
        help:
            "Fit the language model's weight, the word bonus (of a lexicon, too) and confidence to one half of the speakers, use them on the other half, and both ways."
    )
    var crossFit = false

    @OptionGroup
    var recognition: RecognitionOptions

    func run() throws {
        let file = URL(filePath: manifest)
        let utterances = try ManifestReader.utterances(in: file)
        let truth = try TrueWords(besideManifest: file)
        let recognizer = try recognition.recognizer(forRecordings: utterances.count)
        let fit = try crossFit ? self.fit(recognizer, to: utterances, truth) : nil
        if let fit { Diagnostics.note(fit.text) }
        let outcomes = recognize(utterances) { fit?.recognizer(for: $0) ?? recognizer }
        let recognized = outcomes.compactMap { try? $0.get() }
        let evaluation = Evaluation(recognized.map { $0.scored(groupedBy: group) })
        if let trnDir { try evaluation.writeTrn(to: URL(filePath: trnDir)) }
        var figures = EvaluationReport(recognized, evaluation: evaluation, group: group, truth: truth)
        figures.comparison = try compare.map { try RunComparison(evaluation, with: $0) }
        if let report {
            let page = EvaluationPage(
                title: file.deletingPathExtension().lastPathComponent, figures: figures.text,
                evaluation: evaluation, recognized: recognized, truth: truth,
                turns: try heardTurns(recognized, truth, by: recognizer))
            try Data(page.html.utf8).write(to: URL(filePath: report), options: .atomic)
        }
        switch format {
        case .trn: try Results.write(evaluation.utterances.map { $0.hypothesisRecord.line + "\n" }.joined())
        case .alignment: try Results.write(recognized.map { $0.listing + "\n" }.joined())
        case .json: try Results.write(figures.json)
        case .text: try Results.write(figures.text)
        }
        if recognized.count < utterances.count {
            Diagnostics.note(
                "\(utterances.count - recognized.count) of \(utterances.count) utterances failed.")
            throw ExitCode(1)
        }
    }

    private func fit(
        _ recognizer: Recognizer, to utterances: [Utterance], _ truth: TrueWords?
    ) throws -> CrossFit {
        let work = ParallelWork(threads: recognition.model.threads)
        if let fit = try CrossFit(utterances, with: recognizer, truth: truth, on: work) { return fit }
        throw ValidationError(
            "--cross-fit needs utterances of two speakers or more, and \(manifest) does not name so many.")
    }

    private func heardTurns(
        _ recognized: [RecognizedUtterance], _ truth: TrueWords?, by recognizer: Recognizer
    ) throws -> HeardTurns? {
        guard let truth, let embedder = recognizer.embedder else { return nil }
        return try HeardTurns(
            of: recognized, truth: truth, hearing: embedder, enrolled: recognizer.enrolled,
            on: ParallelWork(threads: recognition.model.threads))
    }

    private func recognize(
        _ utterances: [Utterance], with recognizer: @Sendable (Utterance) -> Recognizer
    ) -> [Result<RecognizedUtterance, any Error>] {
        let chunk: Duration? = streaming ? .milliseconds(20) : nil
        return ParallelWork(threads: recognition.model.threads).map(utterances) { utterance in
            let outcome = Result {
                try RecognizedUtterance(utterance, with: recognizer(utterance), chunk: chunk)
            }
            if case .failure(let error) = outcome { Diagnostics.note("\(utterance.id): \(error)") }
            return outcome
        }
    }
}

extension Evaluation {
    /// Writes what was said and what was recognized for `sclite -r ref.trn trn -h hyp.trn trn -i spu_id`.
    fileprivate func writeTrn(to folder: URL) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (name, records) in [
            ("ref.trn", utterances.map(\.referenceRecord)), ("hyp.trn", utterances.map(\.hypothesisRecord)),
        ] {
            let text = records.map { $0.line + "\n" }.joined()
            try Data(text.utf8).write(to: folder.appending(path: name), options: .atomic)
        }
    }
}
