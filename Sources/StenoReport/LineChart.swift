import Foundation

/// A curve over steps as an SVG picture.
package struct LineChart {
    private let title: String
    /// Curves by name, each a list of points.
    private let curves: [(name: String, points: [(x: Double, y: Double)])]

    package init(title: String, curves: [(name: String, points: [(x: Double, y: Double)])]) {
        self.title = title
        self.curves = curves
    }

    private static let width = 460.0
    private static let height = 220.0
    private static let margin = (left: 56.0, right: 12.0, top: 28.0, bottom: 30.0)
    private static let colors = ["#2563eb", "#dc2626", "#059669", "#9333ea"]

    /// The picture; empty when there is nothing to draw.
    package var svg: String {
        let points = curves.flatMap(\.points).filter { $0.x.isFinite && $0.y.isFinite }
        guard let firstX = points.map(\.x).min(), let lastX = points.map(\.x).max(),
            let lowest = points.map(\.y).min(), let highest = points.map(\.y).max()
        else { return "" }
        let frame = Frame(x: firstX...lastX, y: min(lowest, 0)...max(highest, lowest + 1e-12))
        let lines = curves.enumerated().map { line($0.element.points, frame, Self.colors[$0.offset % 4]) }
        return """
            <svg viewBox="0 0 \(Self.width) \(Self.height)" role="img" aria-label="\(title.htmlEscaped)">
            <text x="\(Self.margin.left)" y="16" class="title">\(title.htmlEscaped)</text>\(legend)
            \(frame.axes)
            \(lines.joined(separator: "\n"))
            </svg>
            """
    }

    private func line(_ points: [(x: Double, y: Double)], _ frame: Frame, _ color: String) -> String {
        let path = points.filter { $0.y.isFinite }.map {
            String(format: "%.1f,%.1f", frame.x($0.x), frame.y($0.y))
        }
        return
            "<polyline points=\"\(path.joined(separator: " "))\" fill=\"none\" stroke=\"\(color)\" stroke-width=\"1.5\"/>"
    }

    private var legend: String {
        guard curves.count > 1 else { return "" }
        return curves.enumerated().map { place, curve in
            "<text x=\"\(Self.width - 12 - Double(curves.count - 1 - place) * 90)\" y=\"16\" text-anchor=\"end\" "
                + "fill=\"\(Self.colors[place % 4])\">\(curve.name.htmlEscaped)</text>"
        }.joined()
    }

    /// Maps values to the picture.
    private struct Frame {
        let x: ClosedRange<Double>
        let y: ClosedRange<Double>

        func x(_ value: Double) -> Double {
            let fraction = (value - x.lowerBound) / max(x.upperBound - x.lowerBound, 1e-12)
            return margin.left + fraction * (width - margin.left - margin.right)
        }

        func y(_ value: Double) -> Double {
            let fraction = (value - y.lowerBound) / max(y.upperBound - y.lowerBound, 1e-12)
            return height - margin.bottom - fraction * (height - margin.top - margin.bottom)
        }

        var axes: String {
            let levels = (0...4).map { y.lowerBound + Double($0) / 4 * (y.upperBound - y.lowerBound) }
            let rows = levels.map { level in
                """
                <line x1="\(margin.left)" x2="\(width - margin.right)" y1="\(y(level))" y2="\(y(level))" class="grid"/>\
                <text x="\(margin.left - 6)" y="\(y(level) + 4)" text-anchor="end">\(String(format: "%.3g", level))</text>
                """
            }
            let ends = [x.lowerBound, x.upperBound].map { end in
                "<text x=\"\(x(end))\" y=\"\(height - 10)\" text-anchor=\"\(end == x.lowerBound ? "start" : "end")\">"
                    + "step \(Int(end))</text>"
            }
            return (rows + ends).joined(separator: "\n")
        }
    }
}
