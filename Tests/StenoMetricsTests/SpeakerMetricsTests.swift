import StenoMetrics
import StenoTranscript
import Testing

struct SpeakerMetricsTests {
    struct AssignmentCase: Decodable {
        let gains: [[Double]]
        let total: Double
    }

    @Test("the assignment reaches the greatest sum, each column once")
    func assignment() throws {
        for example in try Fixtures.json("assignment.json", as: [AssignmentCase].self) {
            let columns = Assignment.greatest(example.gains)
            let used = columns.compactMap(\.self)
            #expect(Set(used).count == used.count)
            #expect(used.count == min(example.gains.count, example.gains.first?.count ?? 0))
            let total = columns.enumerated().reduce(0) { sum, pair in
                sum + (pair.element.map { example.gains[pair.offset][$0] } ?? 0)
            }
            #expect(total == example.total)
        }
    }

    struct VerificationCase: Decodable {
        let targets: [Double]
        let others: [Double]
        let eer: Double
        let minDcf: Double
        let minDcfHalf: Double
    }

    @Test("equal error rate and detection cost are those of the ROC curve")
    func verification() throws {
        for example in try Fixtures.json("verification.json", as: [VerificationCase].self) {
            let errors = VerificationErrors(targets: example.targets, others: example.others)
            #expect(abs(errors.equalErrorRate - example.eer) < 1e-9)
            #expect(abs(errors.minimumDetectionCost() - example.minDcf) < 1e-9)
            #expect(
                abs(errors.minimumDetectionCost(targetShare: 0.5, missCost: 10) - example.minDcfHalf) < 1e-9
            )
        }
    }

    @Test("scores that part the speakers have no error, and the threshold parts them")
    func parted() {
        let errors = VerificationErrors(targets: [0.8, 0.9], others: [0.1, 0.3, 0.2])
        #expect(errors.equalErrorRate == 0)
        #expect(errors.equalErrorThreshold == 0.8)
        #expect(VerificationErrors(targets: [0.1], others: [0.9]).equalErrorRate == 1)
        #expect(VerificationErrors(targets: [0.5], others: [0.5]).equalErrorRate == 0.5)
    }

    struct WordsCase: Decodable {
        let reference: [String: [String]]
        let hypothesis: [String: [String]]
        let errors: Int
        let length: Int
    }

    func spoken(_ texts: [String: [String]]) -> [Word] {
        texts.flatMap { words($0.value.joined(separator: " "), by: SpeakerID($0.key)) }
    }

    @Test("cpWER counts the errors that meeteval counts")
    func bestMapping() throws {
        for example in try Fixtures.json("speaker_words.json", as: [WordsCase].self) {
            let scored = SpeakerAttributedErrors.bestMapping(
                reference: spoken(example.reference), hypothesis: spoken(example.hypothesis))
            #expect(scored.words.errors == example.errors)
            #expect(scored.words.referenceCount == example.length)
        }
    }

    @Test("by name, words under a wrong name are wrong twice: missing here and too many there")
    func byName() {
        let reference = words("one two", by: "theo") + words("three", from: 3, by: "anna")
        let swapped = words("one two", by: "anna") + words("three", from: 3, by: "theo")
        let scored = SpeakerAttributedErrors.byName(reference: reference, hypothesis: swapped)
        #expect(scored.words == EditCounts(substitutions: 2, deletions: 1, insertions: 1))
        #expect(
            SpeakerAttributedErrors.bestMapping(reference: reference, hypothesis: swapped).words.errors == 0)
        #expect(
            SpeakerAttributedErrors.bestMapping(reference: reference, hypothesis: swapped).mapping
                == ["anna": "theo", "theo": "anna"])
    }

    @Test("what one speaker says is put in order of time before it is compared")
    func order() {
        let reference = words("one two three", by: "theo")
        #expect(
            SpeakerAttributedErrors.byName(reference: reference, hypothesis: reference.reversed()).words
                .errors == 0)
    }

    @Test("attribution counts words that are right and rightly named")
    func attribution() {
        let reference = words("one two", by: "theo") + words("three four", from: 2, by: "anna")
        let heard = words("one two three", by: "S1") + words("five", from: 3, by: "S2")
        let unmapped = WordAttribution(reference: reference, hypothesis: heard)
        #expect(unmapped.recognized == 3)
        #expect(unmapped.recognizedAndNamed == 0)
        let mapped = WordAttribution(
            reference: reference, hypothesis: heard, names: ["S1": "theo", "S2": "anna"])
        #expect(mapped.recognizedAndNamed == 2)
        #expect(mapped.accuracy == 0.5)
    }
}
