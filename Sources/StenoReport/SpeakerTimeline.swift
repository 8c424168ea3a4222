import Foundation

/// Who spoke when, and who is said to have: a row for each, a color for each speaker.
package struct SpeakerTimeline {
    /// A stretch of speech by one speaker, in seconds.
    package struct Turn: Hashable, Sendable {
        package let speaker: String
        package let start: Double
        package let end: Double

        package init(speaker: String, start: Double, end: Double) {
            self.speaker = speaker
            self.start = start
            self.end = end
        }
    }

    private let title: String
    private let duration: Double
    private let rows: [(name: String, turns: [Turn])]
    private let colors: SpeakerColors

    /// - Parameters:
    ///   - duration: Of the recording, in seconds.
    ///   - rows: What is drawn under each other, such as the truth and what was recognized.
    package init(title: String, duration: Double, rows: [(name: String, turns: [Turn])]) {
        self.title = title
        self.duration = max(duration, 1e-3)
        self.rows = rows
        colors = SpeakerColors(rows.flatMap { $0.turns.map(\.speaker) })
    }

    private static let width = 940.0
    private static let left = 90.0
    private static let rowHeight = 26.0

    /// The picture. Speakers of one name have one color in all rows.
    package var svg: String {
        let height = 26 + Self.rowHeight * Double(rows.count) + 20
        let drawn = rows.enumerated().map { draw($0.element.turns, named: $0.element.name, at: $0.offset) }
        return """
            <svg viewBox="0 0 \(Self.width) \(height)" role="img" aria-label="\(title.htmlEscaped): who spoke when">
            <text x="0" y="16" class="title">\(title.htmlEscaped)</text>
            \(drawn.joined(separator: "\n"))
            <text x="\(Self.left)" y="\(height - 4)">0 s</text>
            <text x="\(Self.width)" y="\(height - 4)" text-anchor="end">\(String(format: "%.0f s", duration))</text>
            </svg>
            """
    }

    private func draw(_ turns: [Turn], named name: String, at row: Int) -> String {
        let top = 26 + Self.rowHeight * Double(row)
        let blocks = turns.map { turn in
            let (start, end) = (x(turn.start), x(turn.end))
            let block =
                "<rect x=\"\(start)\" y=\"\(top)\" width=\"\(max(end - start, 1))\" height=\"\(Self.rowHeight - 6)\" "
                + "fill=\"\(colors.color(of: turn.speaker))\"><title>\(turn.speaker.htmlEscaped)</title></rect>"
            guard end - start > 7 * Double(turn.speaker.count) else { return block }
            return block
                + "<text x=\"\(start + 3)\" y=\"\(top + 14)\" fill=\"#fff\">\(turn.speaker.htmlEscaped)</text>"
        }
        return "<text x=\"0\" y=\"\(top + 14)\">\(name.htmlEscaped)</text>" + blocks.joined()
    }

    private func x(_ time: Double) -> Double {
        Self.left + (Self.width - Self.left) * min(max(time / duration, 0), 1)
    }
}
