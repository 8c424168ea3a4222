import Foundation
import FoundationXML
import StenoReport
import Testing

@Suite("Reports")
struct ReportTests {
    @Test("text stands on a page as it is, whatever signs it has")
    func escaping() {
        var page = HTMLPage(title: "<dev> & \"test\"")
        page.add(paragraph: "a < b")
        page.add(table: [["who", "words"], ["<s>", "3"]])
        let html = page.html
        #expect(html.contains("<h1>&lt;dev&gt; &amp; &quot;test&quot;</h1>"))
        #expect(html.contains("<p>a &lt; b</p>"))
        #expect(html.contains("<tr><th>who</th><th>words</th></tr>"))
        #expect(html.contains("<tr><td>&lt;s&gt;</td><td>3</td></tr>"))
    }

    @Test("a page, its pictures included, is well-formed and loads nothing from elsewhere")
    func wellFormed() throws {
        var page = HTMLPage(title: "a & b")
        page.add(charts: [
            ReliabilityPlot([.init(confidence: 0.5, accuracy: 0.25)]).svg,
            LineChart(title: "x < y", curves: [("a & b", [(0, 1), (1, .nan), (2, 3)])]).svg,
        ])
        page.add(
            html: SpeakerTimeline(
                title: "two <voices>", duration: 10,
                rows: [("truth", [.init(speaker: "A&B", start: 0, end: 4)]), ("recognized", [])]
            ).svg)
        page.add(
            html: EmbeddingMap(
                [.init(x: 0, y: 1, speaker: "A&B", isRight: false, note: "<turn>")],
                voices: [.init(x: 1, y: 0, name: "\"C\"")], shares: (0.5, 0.2)
            ).svg)
        #expect(!page.html.contains("src=") && !page.html.contains("href="))
        let markup = page.html.replacing("<!doctype html>", with: "").replacing(
            "<meta charset=\"utf-8\">", with: "")
        let parser = XMLParser(data: Data(markup.utf8))
        #expect(parser.parse(), "\(String(describing: parser.parserError))")
    }

    @Test(
        "a dot of the reliability plot lies on the diagonal when confidence is accuracy, below when it is more"
    )
    func reliability() throws {
        func distances(_ confidence: Double, _ accuracy: Double) throws -> (dot: Double, diagonal: Double) {
            let svg = ReliabilityPlot([.init(confidence: confidence, accuracy: accuracy)]).svg
            let mark = try #require(svg.firstMatch(of: /y1="([0-9.]+)" y2="([0-9.]+)" stroke="#dc2626"/))
            return (try #require(Double(mark.2)), try #require(Double(mark.1)))
        }
        let right = try distances(0.7, 0.7), trusted = try distances(0.7, 0.4)
        #expect(right.dot == right.diagonal)
        // Pictures count downwards.
        #expect(trusted.dot > trusted.diagonal)
    }

    @Test("a speaker has one color in all rows, and turns are as long as they last")
    func timeline() throws {
        let svg = SpeakerTimeline(
            title: "call", duration: 100,
            rows: [
                (
                    "truth",
                    [.init(speaker: "ann", start: 0, end: 50), .init(speaker: "bob", start: 50, end: 100)]
                ),
                ("recognized", [.init(speaker: "bob", start: 50, end: 75)]),
            ]
        ).svg
        let blocks = svg.matches(of: /width="([0-9.]+)" height="20.0" fill="([^"]+)"/)
        #expect(blocks.count == 3)
        let widths = try blocks.map { try #require(Double($0.1)) }
        #expect(widths == [425, 425, 212.5])
        #expect(blocks[1].2 == blocks[2].2 && blocks[0].2 != blocks[1].2)
    }

    @Test("a map keeps distances, colors by speaker, and shows wrong turns hollow")
    func map() throws {
        let svg = EmbeddingMap(
            [
                .init(x: 0, y: 0, speaker: "ann", isRight: true, note: "first"),
                .init(x: 3, y: 0, speaker: "bob", isRight: true, note: "second"),
                .init(x: 0, y: 1, speaker: "ann", isRight: false, note: "third"),
            ], voices: [.init(x: 3, y: 1, name: "Bob")], shares: (0.61, 0.234)
        ).svg
        let dots = try svg.matches(
            of: /cx="([0-9.]+)" cy="([0-9.]+)" r="[45]" fill="([^"]+)" fill-opacity="0.6" stroke="([^"]+)"/
        ).map { (x: try #require(Double($0.1)), y: try #require(Double($0.2)), fill: $0.3, line: $0.4) }
        #expect(dots.count == 3)
        // Places are written to a tenth.
        #expect(abs((dots[1].x - dots[0].x) - 3 * (dots[0].y - dots[2].y)) < 0.5)
        #expect(dots[0].fill == dots[2].line && dots[2].fill == "none" && dots[0].fill != dots[1].fill)
        #expect(svg.contains("61 % of the variance") && svg.contains("23 %") && svg.contains(">Bob</text>"))
        #expect(EmbeddingMap([], shares: (0, 0)).svg == "")
    }
}
