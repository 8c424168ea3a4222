import Foundation

/// How often words are right that are said to be right with some confidence: on the diagonal where confidence can be
/// believed, below it where it is too high (DeGroot and Fienberg 1983).
package struct ReliabilityPlot {
    /// Words of about equal confidence.
    package struct Point: Hashable, Sendable {
        /// Their mean, from 0 to 1.
        package let confidence: Double
        /// The share of them that is right.
        package let accuracy: Double

        package init(confidence: Double, accuracy: Double) {
            self.confidence = confidence
            self.accuracy = accuracy
        }
    }

    private let points: [Point]

    package init(_ points: [Point]) {
        self.points = points
    }

    private static let size = 320.0
    private static let margin = 44.0

    private func x(_ confidence: Double) -> Double {
        Self.margin + confidence * (Self.size - Self.margin - 12)
    }

    private func y(_ accuracy: Double) -> Double {
        Self.size - Self.margin - accuracy * (Self.size - Self.margin - 28)
    }

    /// The picture; each bin is a dot, joined to the diagonal by how far it is off.
    package var svg: String {
        """
        <svg viewBox="0 0 \(Self.size) \(Self.size)" role="img" aria-label="how often words are right by confidence">
        <text x="\(Self.margin)" y="16" class="title">words that are right, by confidence</text>
        \(grid)
        <line x1="\(x(0))" y1="\(y(0))" x2="\(x(1))" y2="\(y(1))" stroke="#999" stroke-dasharray="4 3"/>
        \(points.map(mark).joined(separator: "\n"))
        </svg>
        """
    }

    private var grid: String {
        stride(from: 0.0, through: 1, by: 0.25).map { level in
            """
            <line x1="\(x(0))" x2="\(x(1))" y1="\(y(level))" y2="\(y(level))" class="grid"/>\
            <text x="\(x(0) - 6)" y="\(y(level) + 4)" text-anchor="end">\(String(format: "%.2g", level))</text>\
            <text x="\(x(level))" y="\(y(0) + 16)" text-anchor="middle">\(String(format: "%.2g", level))</text>
            """
        }.joined(separator: "\n")
    }

    private func mark(_ point: Point) -> String {
        let (x, y) = (x(point.confidence), y(point.accuracy))
        return """
            <line x1="\(x)" x2="\(x)" y1="\(self.y(point.confidence))" y2="\(y)" stroke="#dc2626"/>\
            <circle cx="\(x)" cy="\(y)" r="4" fill="#2563eb"/>
            """
    }
}
