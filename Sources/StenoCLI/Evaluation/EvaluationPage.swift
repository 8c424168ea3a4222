import Foundation
import Steno
import StenoCorpora
import StenoMetrics
import StenoReport

/// An evaluation as one page that needs nothing else.
struct EvaluationPage {
    let title: String
    /// The figures as they are printed.
    let figures: String
    let evaluation: Evaluation
    let recognized: [RecognizedUtterance]
    let truth: TrueWords?

    /// How many utterances are shown of each kind.
    private static let shown = 20

    var html: String {
        var page = HTMLPage(title: title)
        page.add(listing: figures)
        addSpeakers(to: &page)
        addConfidence(to: &page)
        addTimelines(to: &page)
        page.add(heading: "The worst utterances")
        let wrong = evaluation.worst(Self.shown).filter { $0.words.errors > 0 }
        if wrong.isEmpty { page.add(paragraph: "None: every utterance was understood.") }
        for utterance in wrong { page.add(listing: utterance.listing) }
        return page.html
    }

    private func addSpeakers(to page: inout HTMLPage) {
        let speakers = evaluation.grouped(by: \.speaker)
        guard speakers.count > 1 else { return }
        page.add(heading: "Speakers")
        page.add(
            table: [["speaker", "words", "WER", "CER"]]
                + speakers.map { name, part in
                    [
                        name, "\(part.words.referenceCount)", fixed(100 * part.words.rate, 2) + " %",
                        fixed(100 * part.characters.rate, 2) + " %",
                    ]
                })
    }

    private func addConfidence(to page: inout HTMLPage) {
        let outcomes = recognized.flatMap(\.confidences)
        guard !outcomes.isEmpty else { return }
        let bins = Calibration(outcomes).bins
        page.add(heading: "Confidence")
        page.add(
            paragraph:
                "\(outcomes.count) recognized words in \(bins.count) bins of equal count: dots below the diagonal "
                + "are words trusted too much, above it too little.")
        page.add(
            charts: [
                ReliabilityPlot(bins.map { .init(confidence: $0.meanConfidence, accuracy: $0.accuracy) }).svg
            ])
    }

    /// Who spoke when, where somebody knows and it was more than one.
    private func addTimelines(to page: inout HTMLPage) {
        guard let truth else { return }
        let known = recognized.filter { Set(truth.words(of: $0.utterance.id).map(\.speaker)).count > 1 }
        guard !known.isEmpty else { return }
        page.add(heading: "Who spoke when")
        for recording in known.prefix(Self.shown) {
            page.add(
                html: SpeakerTimeline(
                    title: recording.utterance.id, duration: recording.transcript.duration.inSeconds,
                    rows: [
                        ("truth", truth.words(of: recording.utterance.id).turns),
                        ("recognized", recording.transcript.words.turns),
                    ]
                ).svg)
        }
    }
}

extension [Word] {
    /// Words of one speaker that follow each other, as turns.
    fileprivate var turns: [SpeakerTimeline.Turn] {
        reduce(into: []) { turns, word in
            let speaker = word.speaker?.rawValue ?? "?"
            var start = word.time.start.inSeconds
            if let last = turns.last, last.speaker == speaker {
                start = last.start
                turns.removeLast()
            }
            turns.append(.init(speaker: speaker, start: start, end: word.time.end.inSeconds))
        }
    }
}
