import Foundation
import StenoMetrics
import StenoTestSupport
import Testing

struct EvaluationTests {
    let evaluation = Evaluation([
        ScoredUtterance(id: "a-1", reference: "one two three", hypothesis: "one too three", speaker: "a"),
        ScoredUtterance(
            id: "b-1", reference: "four", hypothesis: "four", speaker: "b", groups: ["gender": "f"]),
        ScoredUtterance(id: "b-2", reference: "five six", hypothesis: "", speaker: "b"),
        ScoredUtterance(id: "c-1", reference: "seven", hypothesis: "seven seven"),
    ])

    /// Many utterances of ten words with a known share of errors.
    static func run(errorRate: Double, seed: UInt64, count: Int = 400) -> Evaluation {
        var generator = SeededGenerator(seed: seed)
        return Evaluation(
            (0..<count).map { index in
                let words = (0..<10).map { "word\($0)" }
                let heard = words.map {
                    Double.random(in: 0..<1, using: &generator) < errorRate ? "wrong" : $0
                }
                return ScoredUtterance(
                    id: "u-\(index)", reference: words.joined(separator: " "),
                    hypothesis: heard.joined(separator: " "))
            })
    }

    @Test("errors add up over utterances, speakers and groups")
    func sums() {
        #expect(evaluation.words == EditCounts(matches: 4, substitutions: 1, deletions: 2, insertions: 1))
        #expect(evaluation.words.rate == 4.0 / 7.0)
        #expect(evaluation.utteranceErrorRate == 0.75)
        let speakers = evaluation.grouped(by: \.speaker)
        #expect(speakers.map(\.name) == ["a", "b"])
        #expect(speakers[1].evaluation.words == EditCounts(matches: 1, deletions: 2))
        #expect(evaluation.grouped { $0.groups["gender"] }.map(\.evaluation.utterances.count) == [1])
        #expect(evaluation.worst(2).map(\.id) == ["b-2", "a-1"])
    }

    @Test("the summary has the field's names")
    func summary() throws {
        let data = try JSONEncoder().encode(EvaluationSummary(evaluation, realTimeFactor: 0.25))
        let object = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(object["words"] as? Int == 7)
        #expect(object["substitutions"] as? Int == 1)
        #expect(object["deletions"] as? Int == 2)
        #expect(object["insertions"] as? Int == 1)
        #expect(object["utterances"] as? Int == 4)
        #expect(object["real_time_factor"] as? Double == 0.25)
        #expect((object["wer_interval"] as? [Double])?.count == 2)
        #expect((object["speakers"] as? [String: Any])?.keys.sorted() == ["a", "b"])
        let wer = try #require(object["wer"] as? Double)
        #expect(abs(wer - 4.0 / 7.0) < 1e-12)
    }

    @Test("the bootstrap interval is what the spread of utterances says")
    func interval() {
        let evaluation = Self.run(errorRate: 0.2, seed: 3)
        let interval = evaluation.wordErrorInterval()
        // 4,000 independent words: the standard error is √(0.2·0.8/4000) = 0.0063, the interval ±1.96 of that, and
        // 1,000 resamples leave a few percent of play in its ends.
        let (center, half) = (evaluation.words.rate, 1.96 * (0.2 * 0.8 / 4000).squareRoot())
        #expect(abs(interval.lowerBound - (center - half)) < 0.2 * half)
        #expect(abs(interval.upperBound - (center + half)) < 0.2 * half)
        #expect(evaluation.wordErrorInterval() == interval)
        #expect(evaluation.wordErrorInterval(seed: 2) != interval)
    }

    @Test("no utterances have no errors")
    func nothing() {
        let nothing = Evaluation([])
        #expect(nothing.words.rate == 0)
        #expect(nothing.wordErrorInterval() == 0...0)
    }

    @Test("a clearly better run is told from an equally good one")
    func comparison() throws {
        let base = Self.run(errorRate: 0.2, seed: 3)
        let better = try PairedComparison(base, Self.run(errorRate: 0.15, seed: 4))
        #expect(better.difference < -0.03)
        #expect(better.interval.upperBound < 0)
        #expect(better.probabilityOfImprovement > 0.99)
        #expect(better.pValue < 0.001)
        let same = try PairedComparison(base, base)
        #expect(same.difference == 0)
        #expect(same.pValue == 1)
        #expect(same.probabilityOfImprovement == 0.5)
    }

    @Test("the matched-pairs test rejects equal runs about as often as it says")
    func falseAlarms() throws {
        let rejected = try (0..<200).count { trial in
            let (first, second) = (UInt64(2 * trial + 10), UInt64(2 * trial + 11))
            return try PairedComparison(
                Self.run(errorRate: 0.2, seed: first, count: 60),
                Self.run(errorRate: 0.2, seed: second, count: 60),
                resamples: 1
            ).pValue < 0.05
        }
        // 10 of 200 expected; a binomial exceeds 20 once in a thousand times.
        #expect((1...20).contains(rejected))
    }

    @Test("runs over other utterances are not compared")
    func mismatched() {
        let other = Evaluation([ScoredUtterance(id: "x", reference: "one", hypothesis: "one")])
        #expect(throws: MetricsError.self) { try PairedComparison(evaluation, other) }
        let changed = Evaluation(
            evaluation.utterances.map {
                ScoredUtterance(id: $0.id, reference: "other", hypothesis: "one")
            })
        #expect(throws: MetricsError.self) { try PairedComparison(evaluation, changed) }
    }

    @Test("the listing shows errors in capitals and gaps as stars")
    func listing() {
        let utterance = ScoredUtterance(
            id: "s-1", reference: "the quick fox ran", hypothesis: "the thick old fox")
        #expect(
            utterance.listing == """
                id: s-1
                Scores: (#C #S #D #I) 2 1 1 1
                REF:  the ***** QUICK fox RAN
                HYP:  the THICK OLD   fox ***
                Eval:     I     S         D

                """)
    }

    @Test("trn records are written and read as sclite does")
    func trn() throws {
        let utterance = evaluation.utterances[0]
        #expect(utterance.referenceRecord.line == "one two three (a-1)")
        let text = ";; comment\n\n\(utterance.hypothesisRecord.line)\n(b-2)\r\n"
        #expect(
            try TrnRecord.records(reading: text) == [
                utterance.hypothesisRecord, TrnRecord(id: "b-2", words: []),
            ])
        #expect(throws: MetricsError.malformed(line: 2, "\"two\" is no utterance id in parentheses")) {
            try TrnRecord.records(reading: "one (a-1)\none two")
        }
    }
}
