import StenoMetrics
import Testing

struct AlignmentTests {
    struct Fixture: Decodable {
        struct Utterance: Decodable {
            let id: String
            let reference: String
            let hypothesis: String
            let jiwer: [Int]
            let jiwerCharacters: [Int]
            let sclite: [Int]
        }
        let wer: Double
        let cer: Double
        let utterances: [Utterance]
    }

    func counts(_ numbers: [Int]) -> EditCounts {
        EditCounts(
            matches: numbers[0], substitutions: numbers[1], deletions: numbers[2], insertions: numbers[3])
    }

    @Test(
        "hits, substitutions, deletions and insertions are jiwer's, word by word and character by character")
    func jiwer() throws {
        let fixture = try Fixtures.json("word_errors.json", as: Fixture.self)
        let scored = fixture.utterances.map {
            ScoredUtterance(id: $0.id, reference: $0.reference, hypothesis: $0.hypothesis)
        }
        for (utterance, expected) in zip(scored, fixture.utterances) {
            #expect(
                utterance.words == counts(expected.jiwer), "\(expected.reference) / \(expected.hypothesis)")
            #expect(
                utterance.characters == counts(expected.jiwerCharacters),
                "\(expected.reference) / \(expected.hypothesis)")
        }
        let evaluation = Evaluation(scored)
        #expect(abs(evaluation.words.rate - fixture.wer) < 1e-12)
        #expect(abs(evaluation.characters.rate - fixture.cer) < 1e-12)
    }

    @Test("with sclite's costs the counts are sclite's")
    func sclite() throws {
        let fixture = try Fixtures.json("word_errors.json", as: Fixture.self)
        for expected in fixture.utterances {
            let utterance = ScoredUtterance(
                id: expected.id, reference: expected.reference, hypothesis: expected.hypothesis,
                rule: .sclite)
            #expect(
                utterance.words == counts(expected.sclite), "\(expected.reference) / \(expected.hypothesis)")
        }
    }

    @Test("the steps spell out both texts")
    func steps() {
        let alignment = Alignment(
            reference: ["the", "quick", "fox"], hypothesis: ["the", "thick", "old", "fox"])
        #expect(alignment.counts == EditCounts(matches: 2, substitutions: 1, insertions: 1))
        #expect(alignment.steps.first == .match(reference: 0, hypothesis: 0))
        #expect(alignment.steps.last == .match(reference: 2, hypothesis: 3))
        #expect(alignment.matches.map(\.hypothesis) == [0, 3])
    }

    @Test("nothing against something is all insertions or all deletions")
    func empty() {
        #expect(Alignment(reference: [String](), hypothesis: ["a", "b"]).counts == EditCounts(insertions: 2))
        #expect(Alignment(reference: ["a", "b"], hypothesis: []).counts == EditCounts(deletions: 2))
        #expect(Alignment(reference: [String](), hypothesis: []).steps.isEmpty)
        #expect(EditCounts().rate == 0)
        #expect(EditCounts(insertions: 1).rate == .infinity)
    }
}
