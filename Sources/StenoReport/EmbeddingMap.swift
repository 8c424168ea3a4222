import Foundation

/// Voices on a plane: a dot for each turn in the color of who speaks, hollow where it was given to somebody else.
package struct EmbeddingMap {
    /// What one turn sounds like.
    package struct Point: Hashable, Sendable {
        package let x: Double
        package let y: Double
        /// Who speaks.
        package let speaker: String
        /// Whether it was given to that speaker.
        package let isRight: Bool
        /// What is said about it when it is pointed at.
        package let note: String

        package init(x: Double, y: Double, speaker: String, isRight: Bool, note: String) {
            (self.x, self.y, self.speaker) = (x, y, speaker)
            (self.isRight, self.note) = (isRight, note)
        }
    }

    /// A voice that turns were compared with.
    package struct Voice: Hashable, Sendable {
        package let x: Double
        package let y: Double
        package let name: String

        package init(x: Double, y: Double, name: String) {
            (self.x, self.y, self.name) = (x, y, name)
        }
    }

    private let points: [Point]
    private let voices: [Voice]
    private let shares: (x: Double, y: Double)
    private let colors: SpeakerColors

    /// - Parameter shares: What part of the variance each axis has, from 0 to 1.
    package init(_ points: [Point], voices: [Voice] = [], shares: (x: Double, y: Double)) {
        (self.points, self.voices, self.shares) = (points, voices, shares)
        colors = SpeakerColors(points.map(\.speaker))
    }

    private static let width = 940.0
    private static let height = 560.0
    private static let margin = 30.0

    /// The picture: both axes have one scale, so that distances can be compared; empty where there is nothing to draw.
    package var svg: String {
        guard let frame = Frame(points.map { ($0.x, $0.y) } + voices.map { ($0.x, $0.y) }) else { return "" }
        return """
            <svg viewBox="0 0 \(Self.width) \(Self.height + 40)" role="img" aria-label="map of voices">
            \(points.map { draw($0, in: frame) }.joined(separator: "\n"))
            \(voices.map { draw($0, in: frame) }.joined(separator: "\n"))
            <text x="\(Self.width)" y="\(Self.height)" text-anchor="end">→ \(percent(shares.x)) of the variance, ↑ \
            \(percent(shares.y))</text>
            \(legend)
            </svg>
            """
    }

    private func draw(_ point: Point, in frame: Frame) -> String {
        let color = colors.color(of: point.speaker)
        let (fill, width) = point.isRight ? (color, "0") : ("none", "2")
        return "<circle cx=\"\(frame.x(point.x))\" cy=\"\(frame.y(point.y))\" r=\"\(point.isRight ? 4 : 5)\" "
            + "fill=\"\(fill)\" fill-opacity=\"0.6\" stroke=\"\(color)\" stroke-width=\"\(width)\">"
            + "<title>\(point.note.htmlEscaped)</title></circle>"
    }

    private func draw(_ voice: Voice, in frame: Frame) -> String {
        let (x, y) = (frame.x(voice.x), frame.y(voice.y))
        return "<rect x=\"-6\" y=\"-6\" width=\"12\" height=\"12\" "
            + "transform=\"translate(\(x) \(y)) rotate(45)\" fill=\"#fff\" stroke=\"#222\" stroke-width=\"1.5\"/>"
            + "<text x=\"\(x)\" y=\"\(y - 12)\" text-anchor=\"middle\">\(voice.name.htmlEscaped)</text>"
    }

    /// Who has which color, as many as fit a line.
    private var legend: String {
        var x = 6.0
        var items: [String] = []
        for name in colors.names {
            let width = 24 + 7 * Double(name.count)
            guard x + width < Self.width else {
                items.append("<text x=\"\(x)\" y=\"\(Self.height + 28)\">…</text>")
                break
            }
            items.append(
                "<circle cx=\"\(x)\" cy=\"\(Self.height + 24)\" r=\"4\" fill=\"\(colors.color(of: name))\"/>"
                    + "<text x=\"\(x + 8)\" y=\"\(Self.height + 28)\">\(name.htmlEscaped)</text>")
            x += width
        }
        return items.joined()
    }

    private func percent(_ share: Double) -> String {
        String(format: "%.0f %%", 100 * share)
    }

    /// Maps the plane to the picture.
    private struct Frame {
        private let scale: Double
        private let center: (x: Double, y: Double)

        init?(_ places: [(x: Double, y: Double)]) {
            guard let left = places.map(\.x).min(), let right = places.map(\.x).max(),
                let low = places.map(\.y).min(), let high = places.map(\.y).max()
            else { return nil }
            center = ((left + right) / 2, (low + high) / 2)
            scale = min(
                (width - 2 * margin) / max(right - left, 1e-9), (height - 2 * margin) / max(high - low, 1e-9))
        }

        func x(_ value: Double) -> Double { tenths(width / 2 + scale * (value - center.x)) }

        // Pictures count downwards.
        func y(_ value: Double) -> Double { tenths(height / 2 - scale * (value - center.y)) }

        private func tenths(_ value: Double) -> Double { (10 * value).rounded() / 10 }
    }
}
