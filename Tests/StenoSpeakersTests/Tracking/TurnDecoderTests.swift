import StenoSpeakers
import StenoTestSupport
import Testing

@Suite("The search for the speakers of units")
struct TurnDecoderTests {
    private typealias Unit = SyntheticVoices.Unit
    private let decoder = TurnDecoder(scale: SyntheticVoices.scale)

    private func voices(_ synthetic: SyntheticVoices, _ indices: [Int]) -> [Voice] {
        indices.map { Voice(origin: .enrolled("\($0)"), embedding: synthetic.embedding(of: $0), speech: 10) }
    }

    @Test("finds the score of the best way among all ways, tried one by one")
    func equalsExhaustiveSearch() {
        var synthetic = SyntheticVoices(speakers: 3, seed: 3)
        let spoken = synthetic.conversation(turns: 3, among: [0, 1, 2]).prefix(6)
        let units = synthetic.units(Array(spoken))
        let known = voices(synthetic, [0, 1, 2])
        let found = decoder.owners(of: units, among: known, candidates: [0, 1, 2])

        var best: (score: Float, owners: [Int]) = (-.infinity, [])
        for number in 0..<729 {
            let owners = (0..<6).map { number / [1, 3, 9, 27, 81, 243][$0] % 3 }
            let score = score(of: owners, in: units, among: known)
            if score > best.score { best = (score, owners) }
        }
        #expect(found == best.owners)
    }

    /// The definition of the search in plain words.
    private func score(of owners: [Int], in units: SpeechUnits, among voices: [Voice]) -> Float {
        var total: Float = 0
        for (unit, owner) in owners.enumerated() {
            let heard = units.embedding(of: unit..<unit + 1)
            let speech = units.speech[unit]
            total += speech * decoder.advantage(of: voices[owner], for: heard, seconds: speech)
            if unit > 0, owners[unit - 1] != owner {
                total -= decoder.prior.cost(ofChangeAfter: units.pause[unit])
            }
        }
        return total
    }

    @Test("keeps a short word in the turn around it when nothing separates it")
    func shortWordStays() {
        var synthetic = SyntheticVoices(speakers: 2, seed: 5)
        var spoken = (0..<5).map { _ in Unit(speaker: 0, speech: 0.5, pause: 0.05) }
        spoken[2].speech = 0.08
        let owners = decoder.owners(
            of: synthetic.units(spoken), among: voices(synthetic, [0, 1]), candidates: [0, 1])
        #expect(owners == Array(repeating: 0, count: 5))
    }

    @Test("leaves what is decided as it stands")
    func decided() {
        var synthetic = SyntheticVoices(speakers: 2, seed: 7)
        let spoken = (0..<6).map { _ in Unit(speaker: 0, speech: 0.5, pause: 0.1) }
        let owners = decoder.owners(
            of: synthetic.units(spoken), among: voices(synthetic, [0, 1]), candidates: [0, 1],
            decided: [1, 1])
        #expect(owners == [1, 1, 0, 0, 0, 0])
    }

    @Test("a change costs more without a pause than after one")
    func priorOfChange() {
        let prior = TurnDecoder.Prior()
        #expect(prior.cost(ofChangeAfter: 0) == prior.change)
        #expect(prior.cost(ofChangeAfter: 0.3) < prior.change)
        #expect(abs(prior.cost(ofChangeAfter: 5) - prior.changeAfterPause) < 1e-6)
    }
}
