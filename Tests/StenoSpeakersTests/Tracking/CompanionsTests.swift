import StenoSpeakers
import Testing

@Suite("Two people at once")
struct CompanionsTests {
    /// Half seconds of two people in turn, in the middle of which both speak; a third says something long before.
    private func companions(seed: UInt64, known: Float = 30) -> Companions {
        var voices = SyntheticVoices(speakers: 3, seed: seed)
        let alone = [2, 2] + Array(repeating: 0, count: 10), after = Array(repeating: 1, count: 10)
        var spoken = alone.enumerated().map {
            SyntheticVoices.Unit(speaker: $1, speech: 0.5, pause: $0 == 2 ? 4 : 0)
        }
        spoken += (0..<4).map { _ in
            SyntheticVoices.Unit(speaker: 0, speech: 0.5, pause: 0, companion: 1)
        }
        spoken += after.map { SyntheticVoices.Unit(speaker: $0, speech: 0.5, pause: 0) }
        return Companions(
            units: voices.units(spoken), owners: spoken.map(\.speaker),
            voices: (0..<3).map {
                Voice(origin: .met, embedding: voices.embedding(of: $0), speech: $0 == 1 ? known : 30)
            })
    }

    @Test("are both given what they say, and nobody is given what one says alone")
    func both() {
        var (found, wrong, alone) = (0, 0, 0)
        for seed in 0..<40 {
            let companions = companions(seed: UInt64(seed))
            for unit in companions.owners.indices {
                let speakers = companions.speakers(of: unit)
                #expect(speakers.first == companions.owners[unit] && !speakers.dropFirst().contains(2))
                if (12..<16).contains(unit) {
                    found += speakers.count - 1
                } else {
                    (wrong, alone) = (wrong + speakers.count - 1, alone + 1)
                }
            }
        }
        // What lies beside crosstalk may be taken for it; the rest scatters by 1/8 around nothing.
        #expect(found > 120, "\(found) of 160")
        #expect(Double(wrong) < 0.12 * Double(alone), "\(wrong) of \(alone)")
    }

    @Test("are not two where one of them is hardly known")
    func young() {
        let companions = companions(seed: 1, known: 2)
        #expect((12..<16).allSatisfy { companions.speakers(of: $0) == [0] })
    }
}
