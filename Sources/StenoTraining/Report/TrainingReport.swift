import Foundation
import StenoMetrics
import StenoReport

/// A run as one page that needs nothing else: curves, utterances, the worst errors.
struct TrainingReport {
    var title: String
    var result: TrainingResult
    var provenance: Provenance
    var evaluation: Evaluation
    var records: [MetricsRecord]
    var pictures: [EmissionPicture]

    /// How many of the worst utterances are shown.
    private static let worstShown = 20

    var html: String {
        var page = HTMLPage(title: title)
        page.add(paragraph: summary)
        page.add(listing: provenance.command)
        page.add(heading: "Curves")
        page.add(charts: charts.map(\.svg))
        page.add(heading: "Emissions")
        for picture in pictures { page.add(html: picture.html) }
        page.add(heading: "The worst utterances")
        let wrong = evaluation.worst(Self.worstShown).filter { $0.words.errors > 0 }
        if wrong.isEmpty { page.add(paragraph: "None: every utterance was understood.") }
        for utterance in wrong { page.add(listing: utterance.listing) }
        return page.html
    }

    private var summary: String {
        let words = evaluation.words, characters = evaluation.characters
        return """
            Development set: WER \(percent(words.rate)) (\(words.errors) errors in \(words.referenceCount) words: \
            \(words.substitutions) substitutions, \(words.deletions) deletions, \(words.insertions) insertions), CER \
            \(percent(characters.rate)); best epoch \(result.best.epoch); \
            \(String(format: "%.1f", result.elapsed / .seconds(60))) minutes on \(provenance.machine).
            """
    }

    private func percent(_ rate: Double) -> String {
        String(format: "%.2f %%", 100 * rate)
    }

    private var charts: [LineChart] {
        [
            LineChart(
                title: "loss an utterance (nats)",
                curves: [curve("loss", "training"), curve("dev_loss", "dev")]),
            LineChart(
                title: "errors on the development set",
                curves: [curve("dev_wer", "WER"), curve("dev_cer", "CER"), curve("dev_per", "PER")]
                    .filter { !$0.points.isEmpty }),
            LineChart(title: "learning rate", curves: [curve("learning_rate", "rate")]),
            LineChart(
                title: "audio seconds per second",
                curves: [curve("audio_seconds_per_second", "speed", in: \.timing)]),
        ]
    }

    private func curve(
        _ key: String, _ name: String, in values: (MetricsRecord) -> [String: Double] = \.values
    ) -> (name: String, points: [(x: Double, y: Double)]) {
        (name, records.compactMap { record in values(record)[key].map { (Double(record.step), $0) } })
    }
}
