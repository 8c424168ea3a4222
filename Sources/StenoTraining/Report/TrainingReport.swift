import Foundation
import StenoMetrics

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
        """
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><title>\(title.htmlEscaped)</title><style>\(Self.style)</style></head>
        <body>
        <h1>\(title.htmlEscaped)</h1>
        <p>\(summary)</p>
        <pre>\(provenance.command.htmlEscaped)</pre>
        <h2>Curves</h2>
        <div class="charts">\(charts.map(\.svg).joined(separator: "\n"))</div>
        <h2>Emissions</h2>
        \(pictures.map(\.html).joined(separator: "\n"))
        <h2>The worst utterances</h2>
        \(worst)
        </body>
        </html>
        """
    }

    private var summary: String {
        let words = evaluation.words, characters = evaluation.characters
        return """
            Development set: WER \(percent(words.rate)) (\(words.errors) errors in \(words.referenceCount) words: \
            \(words.substitutions) substitutions, \(words.deletions) deletions, \(words.insertions) insertions), CER \
            \(percent(characters.rate)); best epoch \(result.best.epoch); \
            \(String(format: "%.1f", result.elapsed / .seconds(60))) minutes on \(provenance.machine.htmlEscaped).
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
                curves: [curve("dev_wer", "WER"), curve("dev_cer", "CER")]),
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

    private var worst: String {
        let wrong = evaluation.worst(Self.worstShown).filter { $0.words.errors > 0 }
        if wrong.isEmpty { return "<p>None: every utterance was understood.</p>" }
        return wrong.map { "<pre>\($0.listing.htmlEscaped)</pre>" }.joined(separator: "\n")
    }

    private static let style = """
        body { font: 15px/1.5 system-ui, sans-serif; max-width: 960px; margin: 2em auto; padding: 0 1em; color: #222 }
        .charts { display: grid; grid-template-columns: 1fr 1fr; gap: 1em }
        svg text { font: 11px system-ui, sans-serif } svg .title { font-weight: 600; font-size: 13px }
        svg .grid { stroke: #e5e5e5 } pre { background: #f6f6f6; padding: .6em; overflow-x: auto }
        img.features { width: 100%; height: 130px; image-rendering: pixelated }
        """
}
