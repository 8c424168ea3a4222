import StenoSpeakers
import Testing

@Suite("The scale of similarity")
struct SimilarityScaleTests {
    private let scale = SimilarityScale(points: [
        .init(seconds: 0.5, same: 0.4, different: 0, deviation: 0.1),
        .init(seconds: 2, same: 0.6, different: 0.1, deviation: 0.1),
    ])

    @Test("is the table at its rows, constant outside and linear over log seconds between")
    func interpolation() {
        #expect(scale.threshold(at: 0.5) == 0.2)
        #expect(abs(scale.threshold(at: 1) - 0.275) < 1e-6)
        #expect(abs(scale.threshold(at: 2) - 0.35) < 1e-6)
        #expect(scale.threshold(at: 0.01) == 0.2)
        #expect(scale.threshold(at: 100) == scale.threshold(at: 2))
    }

    @Test("gives even odds at the border, and e^Δ beside it")
    func probability() {
        #expect(scale.probabilityOfSameVoice(similarity: 0.2, seconds: 0.5) == 0.5)
        // Two Gaussians 0.4 apart with deviation 0.1: log odds rise by 40 per unit of cosine.
        let odds = scale.probabilityOfSameVoice(similarity: 0.25, seconds: 0.5)
        #expect(abs(odds - 0.880797) < 1e-5)
    }

    @Test("two sides with equal speech count as half of it, a long side leaves the short one")
    func effectiveSpeech() {
        #expect(SimilarityScale.effectiveSpeech(2, 2) == 1)
        #expect(abs(SimilarityScale.effectiveSpeech(0.5, 1_000) - 0.5) < 1e-3)
        #expect(SimilarityScale.effectiveSpeech(0, 3) == 0)
    }
}
