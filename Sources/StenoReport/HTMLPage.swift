/// A page that needs nothing else: its style and pictures are part of it.
package struct HTMLPage {
    private let title: String
    private var body: [String] = []

    /// An empty page.
    package init(title: String) {
        self.title = title
    }

    /// Adds a heading.
    package mutating func add(heading: String) {
        body.append("<h2>\(heading.htmlEscaped)</h2>")
    }

    /// Adds a paragraph of plain text.
    package mutating func add(paragraph: String) {
        body.append("<p>\(paragraph.htmlEscaped)</p>")
    }

    /// Adds text whose lines and spaces stand as they are.
    package mutating func add(listing: String) {
        body.append("<pre>\(listing.htmlEscaped)</pre>")
    }

    /// Adds HTML, such as a picture.
    package mutating func add(html: String) {
        body.append(html)
    }

    /// Adds pictures side by side.
    package mutating func add(charts: [String]) {
        body.append("<div class=\"charts\">\(charts.joined(separator: "\n"))</div>")
    }

    /// Adds a table, its first row the heading.
    package mutating func add(table: [[String]]) {
        let rows = table.enumerated().map { place, cells in
            let tag = place == 0 ? "th" : "td"
            return "<tr>" + cells.map { "<\(tag)>\($0.htmlEscaped)</\(tag)>" }.joined() + "</tr>"
        }
        body.append("<table>\(rows.joined(separator: "\n"))</table>")
    }

    /// The whole page.
    package var html: String {
        """
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><title>\(title.htmlEscaped)</title><style>\(Self.style)</style></head>
        <body>
        <h1>\(title.htmlEscaped)</h1>
        \(body.joined(separator: "\n"))
        </body>
        </html>
        """
    }

    private static let style = """
        body { font: 15px/1.5 system-ui, sans-serif; max-width: 960px; margin: 2em auto; padding: 0 1em; color: #222 }
        .charts { display: grid; grid-template-columns: 1fr 1fr; gap: 1em }
        svg text { font: 11px system-ui, sans-serif } svg .title { font-weight: 600; font-size: 13px }
        svg .grid { stroke: #e5e5e5 } pre { background: #f6f6f6; padding: .6em; overflow-x: auto }
        img.features { width: 100%; height: 130px; image-rendering: pixelated }
        table { border-collapse: collapse } th, td { padding: .15em .8em; text-align: right; border-bottom: 1px solid #e5e5e5 }
        th:first-child, td:first-child { text-align: left }
        """
}

extension String {
    /// The text as it stands in HTML.
    package var htmlEscaped: String {
        replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }
}
