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
        var synthetic = SyntheticVoices(speakers: 2, seed: 3)
        let spoken = synthetic.conversation(turns: 2, among: [0, 1]).prefix(6)
        let units = synthetic.units(Array(spoken))
        let known = voices(synthetic, [0, 1])
        let all: [TurnDecoder.Choice] = [.voice(0), .voice(1), .newcomer]
        let found = decoder.choices(for: units, among: known, candidates: all)

        var best: (score: Float, choices: [TurnDecoder.Choice]) = (-.infinity, [])
        for number in 0..<729 {
            let choices = (0..<6).map { all[number / [1, 3, 9, 27, 81, 243][$0] % 3] }
            let score = score(of: choices, in: units, among: known)
            if score > best.score { best = (score, choices) }
        }
        #expect(found == best.choices)
    }

    /// The definition of the search in plain words.
    private func score(of choices: [TurnDecoder.Choice], in units: SpeechUnits, among voices: [Voice])
        -> Float
    {
        var total: Float = 0
        for (unit, choice) in choices.enumerated() {
            if case .voice(let index) = choice {
                let heard = units.embedding(of: unit..<unit + 1)
                let speech = units.speech[unit]
                total += speech * decoder.advantage(of: voices[index], for: heard, seconds: speech)
            }
            if unit > 0, choices[unit - 1] != choice {
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
        let choices = decoder.choices(
            for: synthetic.units(spoken), among: voices(synthetic, [0, 1]),
            candidates: [.voice(0), .voice(1)])
        #expect(choices == Array(repeating: .voice(0), count: 5))
    }

    @Test("gives units only to those who are allowed")
    func allowed() {
        var synthetic = SyntheticVoices(speakers: 2, seed: 7)
        let spoken = (0..<6).map { _ in Unit(speaker: 0, speech: 0.5, pause: 0.1) }
        let choices = decoder.choices(
            for: synthetic.units(spoken), among: voices(synthetic, [0, 1]),
            candidates: [.voice(0), .voice(1)],
            allows: { unit, choice in unit >= 2 || choice == .voice(1) })
        #expect(choices == [.voice(1), .voice(1)] + Array(repeating: .voice(0), count: 4))
    }

    @Test("a change costs more without a pause than after one")
    func priorOfChange() {
        let prior = TurnDecoder.Prior()
        #expect(prior.cost(ofChangeAfter: 0) == prior.change)
        #expect(prior.cost(ofChangeAfter: 0.3) < prior.change)
        #expect(abs(prior.cost(ofChangeAfter: 5) - prior.changeAfterPause) < 1e-6)
    }
}
