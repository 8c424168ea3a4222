import StenoMetrics
import StenoTranscript
import Testing

struct StreamingTests {
    func partial(_ text: String, stable: String = "", at received: Double) -> StreamEvent {
        .partial(
            PartialResult(time: range(0, received), text: text, stable: stable),
            received: .milliseconds(received * 1000))
    }

    func final(_ text: String, at received: Double) -> StreamEvent {
        .final(
            Segment(id: 0, time: range(0, received), words: words(text)),
            received: .milliseconds(received * 1000))
    }

    @Test("words that stay flicker not at all, and delays count from a word's true end")
    func steady() throws {
        let events = [
            partial("one", at: 1.0), partial("one two", stable: "one", at: 2.1), final("one two", at: 3.0),
            .end(duration: .seconds(3), received: .seconds(3)),
        ]
        let report = StreamingReport([(events, words("one two"))])
        #expect(report.flicker == 0)
        #expect(report.shownWords == 2)
        #expect(report.brokenPromises == 0)
        // True ends: 0.8 and 1.8 s.
        let close = { (a: [Double], b: [Double]) in zip(a, b).allSatisfy { abs($0 - $1) < 1e-9 } }
        #expect(close(report.firstDelay.values, [0.2, 0.3]))
        #expect(close(report.stableDelay.values, [1.2, 1.3]))
        #expect(close(report.finalDelay.values, [1.2, 2.2]))
    }

    @Test("a changed word was shown twice and changed once; words that only move count as they were")
    func changing() {
        let events = [
            partial("won", at: 1), partial("one", at: 1.5), partial("oh one", at: 2), final("oh one", at: 3),
            .end(duration: .seconds(3), received: .seconds(3)),
        ]
        let report = StreamingReport([(events, words("oh one"))])
        #expect(report.shownWords == 3)
        #expect(report.changedWords == 1)
    }

    @Test("a stable word that changes breaks the promise")
    func promises() {
        let events = [partial("one too", stable: "one too", at: 2), final("one two", at: 3)]
        let report = StreamingReport([(events, words("one two"))])
        #expect(report.brokenPromises == 1)
        #expect(report.changedWords == 1)
        #expect(report.firstDelay.values.allSatisfy { abs($0 - 1.2) < 1e-9 })
    }

    @Test("words that never become final were taken away")
    func abandoned() {
        let events = [partial("one two", at: 2), .end(duration: .seconds(3), received: .seconds(3))]
        let report = StreamingReport([(events, words("one two"))])
        #expect(report.changedWords == 2)
        #expect(report.firstDelay.count == 0)
    }

    @Test("a segment that is cut where the speaker changes has several finals, and its words changed in none")
    func severalFinals() {
        let events: [StreamEvent] = [
            partial("one two", at: 2), final("one", at: 3),
            .final(Segment(id: 1, time: range(1, 2), words: words("two", from: 1)), received: .seconds(3)),
            .end(duration: .seconds(3), received: .seconds(3)),
        ]
        let report = StreamingReport([(events, words("one two"))])
        #expect(report.shownWords == 2)
        #expect(report.changedWords == 0)
        // True ends: 0.8 and 1.8 s.
        #expect(zip(report.firstDelay.values, [0.2, 1.2]).allSatisfy { abs($0 - $1) < 1e-9 })
    }

    @Test("words of later segments are matched to what was said then")
    func segments() {
        let events: [StreamEvent] = [
            partial("one", at: 1), final("one", at: 2), partial("one", at: 3),
            .final(Segment(id: 1, time: range(2, 3), words: words("one", from: 2)), received: .seconds(4)),
            .end(duration: .seconds(5), received: .seconds(5)),
        ]
        let report = StreamingReport([(events, words("one") + words("one", from: 2))])
        #expect(report.firstDelay.values.allSatisfy { abs($0 - 0.2) < 1e-9 })
        #expect(report.firstDelay.count == 2)
    }

    @Test("word times are compared where words match, early negative and late positive")
    func wordTimes() throws {
        let said = words("one two three")
        let heard = [
            Word(text: "one", time: range(0.05, 0.8)), Word(text: "too", time: range(1, 1.8)),
            Word(text: "three", time: range(1.95, 2.9)),
        ]
        let errors = WordTimeErrors([(reference: said, hypothesis: heard)])
        #expect(errors.words == 2)
        #expect(abs(try #require(errors.start.signedMean)) < 1e-9)
        #expect(abs(try #require(errors.start.median) - 0.05) < 1e-9)
        #expect(abs(try #require(errors.end.signedMean) - 0.05) < 1e-9)
        #expect(abs(try #require(errors.end.ninetyPercent) - 0.09) < 1e-9)
    }
}
