import StenoSpeakers
import StenoTestSupport
import Testing

@Suite("The search for the speakers of units")
struct RunDecoderTests {
    private typealias Unit = SyntheticVoices.Unit
    private let decoder = RunDecoder(scale: SyntheticVoices.scale)

    private func voices(_ synthetic: SyntheticVoices, _ indices: [Int]) -> [Voice] {
        indices.map { Voice(origin: .enrolled("\($0)"), embedding: synthetic.embedding(of: $0), speech: 10) }
    }

    @Test("finds the score of the best way among all ways, tried one by one")
    func equalsExhaustiveSearch() {
        var synthetic = SyntheticVoices(speakers: 2, seed: 3)
        let spoken = synthetic.conversation(turns: 2, among: [0, 1]).prefix(6)
        let units = synthetic.units(Array(spoken))
        let known = voices(synthetic, [0, 1])
        let all: [RunDecoder.Choice] = [.voice(0), .voice(1), .newcomer]
        let found = decoder.choices(for: units, among: known, candidates: all)

        var best: (score: Float, choices: [RunDecoder.Choice]) = (-.infinity, [])
        for number in 0..<729 {
            let choices = (0..<6).map { all[number / [1, 3, 9, 27, 81, 243][$0] % 3] }
            let score = score(of: choices[...], in: units, among: known)
            if score > best.score { best = (score, choices) }
        }
        #expect(found == best.choices)
    }

    /// The definition of the search in plain words: the best cut of the first run, then the rest.
    private func score(of choices: ArraySlice<RunDecoder.Choice>, in units: SpeechUnits, among voices: [Voice]) -> Float {
        guard let choice = choices.first else { return 0 }
        let same = choices.prefix { $0 == choice }
        return same.indices.map { last in
            let run = choices.startIndex..<last + 1
            var score: Float = 0
            if case .voice(let index) = choice {
                let speech = units.speech(of: run)
                score = speech * decoder.advantage(of: voices[index], for: units.embedding(of: run), seconds: speech)
            }
            if last + 1 < choices.endIndex, choices[last + 1] != choice {
                score -= decoder.prior.cost(ofChangeAfter: units.pause[last + 1])
            }
            return score + self.score(of: choices[(last + 1)...], in: units, among: voices)
        }.max() ?? 0
    }

    @Test("keeps a short word in the turn around it when nothing separates it")
    func shortWordStays() {
        var synthetic = SyntheticVoices(speakers: 2, seed: 5)
        var spoken = (0..<5).map { _ in Unit(speaker: 0, speech: 0.5, pause: 0.05) }
        spoken[2].speech = 0.08
        let choices = decoder.choices(
            for: synthetic.units(spoken), among: voices(synthetic, [0, 1]), candidates: [.voice(0), .voice(1)])
        #expect(choices == Array(repeating: .voice(0), count: 5))
    }

    @Test("leaves decided units alone")
    func decidedStand() {
        var synthetic = SyntheticVoices(speakers: 2, seed: 7)
        let spoken = (0..<6).map { _ in Unit(speaker: 0, speech: 0.5, pause: 0.1) }
        let choices = decoder.choices(
            for: synthetic.units(spoken), among: voices(synthetic, [0, 1]), candidates: [.voice(0), .voice(1)],
            decided: [1, 1])
        #expect(choices == [.voice(1), .voice(1)] + Array(repeating: .voice(0), count: 4))
    }

    @Test("a change costs more without a pause than after one")
    func priorOfChange() {
        let prior = RunDecoder.Prior()
        #expect(prior.cost(ofChangeAfter: 0) == prior.change)
        #expect(prior.cost(ofChangeAfter: 0.3) < prior.change)
        #expect(prior.cost(ofChangeAfter: 5) == prior.changeAfterPause)
    }
}
