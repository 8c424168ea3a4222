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
    /// The voices of the true turns, where a speaker model hears them.
    let turns: HeardTurns?

    /// How many utterances are shown of each kind.
    private static let shown = 20

    var html: String {
        var page = HTMLPage(title: title)
        page.add(listing: figures)
        addSpeakers(to: &page)
        addConfidence(to: &page)
        addTimelines(to: &page)
        addMap(to: &page)
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
        let known = recognized.filter { $0.isConversation(in: truth) }
        guard !known.isEmpty else { return }
        page.add(heading: "Who spoke when")
        for recording in known.prefix(Self.shown) {
            page.add(
                html: SpeakerTimeline(
                    title: recording.utterance.id, duration: recording.transcript.duration.inSeconds,
                    rows: [
                        ("truth", truth.words(of: recording.utterance.id).drawn),
                        ("recognized", recording.transcript.words.drawn),
                    ]
                ).svg)
        }
    }

    /// How the voices lie, where it is known whose they are.
    private func addMap(to page: inout HTMLPage) {
        guard let map = turns?.map else { return }
        page.add(heading: "Map of voices")
        page.add(
            paragraph:
                "A dot is a turn of a second of speech or more, by the two principal axes of the embeddings; its color is "
                + "who speaks, and it is hollow where it was given to somebody else. Diamonds are the voices it could be given to."
        )
        page.add(html: map.svg)
    }
}

extension [Word] {
    /// The turns as they are drawn.
    fileprivate var drawn: [SpeakerTimeline.Turn] {
        turns.map {
            .init(speaker: $0.speaker.rawValue, start: $0.time.start.inSeconds, end: $0.time.end.inSeconds)
        }
    }
}
