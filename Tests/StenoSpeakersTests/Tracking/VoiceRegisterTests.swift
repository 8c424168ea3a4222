import StenoSpeakers
import StenoTestSupport
import Testing

@Suite("The register of voices")
struct VoiceRegisterTests {
    private typealias Unit = SyntheticVoices.Unit
    private let decoder = TurnDecoder(scale: SyntheticVoices.scale)

    /// Gives whole conversations to a register, a few units at a time as finals of a stream come.
    private func assign(
        _ units: [Unit], in pieces: Int, _ synthetic: inout SyntheticVoices, _ register: inout VoiceRegister,
        over band: SpeechBand = .wide
    ) -> [Int] {
        var owners: [Int] = []
        for start in stride(from: 0, to: units.count, by: pieces) {
            let some = synthetic.units(Array(units[start..<min(start + pieces, units.count)]), over: band)
            owners += register.assign(some, deciding: some.count)
        }
        return owners
    }

    private func share(of owners: [Int], like units: [Unit], _ meaning: (Int) -> Int?) -> Double {
        let right = zip(owners, units).count { meaning($0) == $1.speaker }
        return Double(right) / Double(units.count)
    }

    /// For each owner the speaker it is given most: the best mapping, where each owner is somebody's.
    private func mapping(_ owners: [Int], _ units: [Unit]) -> [Int: Int] {
        Dictionary(grouping: zip(owners, units), by: \.0).compactMapValues { pairs in
            Dictionary(grouping: pairs, by: \.1.speaker).max { $0.value.count < $1.value.count }?.key
        }
    }

    @Test("gives enrolled people their words in turns of two to five", arguments: UInt64(1)...5)
    func enrolled(seed: UInt64) {
        var synthetic = SyntheticVoices(speakers: 6, seed: seed)
        let names = (0..<6).map { EnrolledVoice(name: "\($0)", embedding: synthetic.embedding(of: $0)) }
        var register = VoiceRegister(enrolled: names, decoder: decoder)
        let units = synthetic.conversation(turns: 40, among: [2, 5])
        let owners = assign(units, in: 7, &synthetic, &register)
        // An owner is an index into the enrolled voices, so it has to be the speaker itself.
        #expect(share(of: owners, like: units) { $0 } > 0.97)
    }

    @Test("finds out how many unknown people speak, and who is who", arguments: UInt64(1)...5)
    func unknown(seed: UInt64) {
        var synthetic = SyntheticVoices(speakers: 3, seed: seed)
        var register = VoiceRegister(decoder: decoder)
        let units = synthetic.conversation(turns: 45, among: [0, 1, 2])
        let owners = assign(units, in: 9, &synthetic, &register)
        #expect(register.heard.count == 3)
        let meaning = mapping(owners, units)
        #expect(share(of: owners, like: units) { meaning[$0] } > 0.95)
    }

    @Test("one person stays one, heard half a second at a time from the first word on")
    func one() {
        for seed in UInt64(1)...20 {
            var synthetic = SyntheticVoices(speakers: 1, seed: seed)
            var register = VoiceRegister(decoder: decoder)
            let owners = assign(synthetic.conversation(turns: 30, among: [0]), in: 1, &synthetic, &register)
            #expect(Set(owners) == [0], "seed \(seed)")
        }
    }

    @Test("numbers new voices in the order in which they speak")
    func order() {
        var synthetic = SyntheticVoices(speakers: 3, seed: 11)
        var register = VoiceRegister(decoder: decoder)
        let units = [0, 1, 2].flatMap { speaker in
            (0..<4).map { Unit(speaker: speaker, speech: 0.5, pause: $0 == 0 ? 0.6 : 0.1) }
        }
        #expect(assign(units, in: 12, &synthetic, &register) == units.map(\.speaker))
    }

    @Test("never gives units to more people than allowed", arguments: [1, 2])
    func limit(most: Int) {
        var synthetic = SyntheticVoices(speakers: 6, seed: 13)
        let names = (0..<3).map { EnrolledVoice(name: "\($0)", embedding: synthetic.embedding(of: $0)) }
        var register = VoiceRegister(enrolled: names, decoder: decoder, limit: .atMost(most))
        let units = synthetic.conversation(turns: 30, among: [1, 2, 3, 4])
        let owners = assign(units, in: 10, &synthetic, &register)
        #expect(Set(owners).count == most)
    }

    @Test(
        "keeps a stranger apart from the enrolled, and the state bounded, through a hundred strangers",
        arguments: [(SpeechBand.wide, 21), (.telephone, 30)])
    func bounded(band: SpeechBand, one: Int) {
        var synthetic = SyntheticVoices(speakers: 100, seed: 17)
        let enrolled = EnrolledVoice(name: "Anna", embedding: synthetic.embedding(of: 0))
        var register = VoiceRegister(enrolled: [enrolled], decoder: decoder)
        let units = synthetic.conversation(turns: 99, among: Array(1..<100))
        let owners = assign(units, in: 12, &synthetic, &register, over: band)
        // More people than voices are kept, so some are given to others; by chance Anna would get one unit in 21.
        #expect(owners.count { $0 == 0 } < units.count / one)
        #expect(register.voices.count <= 21)
    }

    @Test("gives words to remembered people who are there, and few to the many who are not")
    func remembered() {
        var synthetic = SyntheticVoices(speakers: 60, seed: 29)
        let names = (1..<60).map {
            EnrolledVoice(name: "\($0)", embedding: synthetic.embedding(of: $0), origin: .remembered)
        }
        var register = VoiceRegister(enrolled: names, decoder: decoder)
        let units = synthetic.conversation(turns: 60, among: [0, 5])
        let owners = assign(units, in: 12, &synthetic, &register)
        let meaning = mapping(owners, units)
        // Person 5 is the fifth of the remembered; person 0 was never heard before.
        #expect(meaning[4] == 5)
        #expect(share(of: owners, like: units) { meaning[$0] } > 0.95)
        #expect(owners.count { $0 != 4 && $0 < names.count } < units.count / 20)
    }

    @Test("knows a voice again that has been silent for a long time")
    func silence() {
        var synthetic = SyntheticVoices(speakers: 3, seed: 23)
        var register = VoiceRegister(decoder: decoder)
        let units =
            synthetic.conversation(turns: 4, among: [0]) + synthetic.conversation(turns: 300, among: [1, 2])
            + synthetic.conversation(turns: 4, among: [0])
        let owners = assign(units, in: 10, &synthetic, &register)
        #expect(register.heard.count == 3)
        #expect(owners.last == owners.first)
    }

    @Test("a decided unit keeps its owner when later units help to decide the next")
    func lag() {
        var synthetic = SyntheticVoices(speakers: 2, seed: 19)
        var register = VoiceRegister(decoder: decoder)
        let spoken = synthetic.conversation(turns: 12, among: [0, 1])
        let units = synthetic.units(spoken)
        var decided: [Int] = []
        for count in stride(from: 2, through: units.count, by: 3) {
            let owners = register.assign(units, decided: decided, deciding: count)
            #expect(Array(owners.prefix(decided.count)) == decided)
            decided = owners
        }
        let meaning = mapping(decided, spoken)
        #expect(share(of: decided, like: Array(spoken.prefix(decided.count))) { meaning[$0] } > 0.95)
        #expect(Set(decided).count == 2)
    }

    @Test("a phrase decided piece by piece is remembered as the whole sounds, not as its pieces do")
    func phraseInPieces() throws {
        // Half of what a unit sounds like is noise; runs are clean. The last unit follows a pause.
        let clean = try #require(SpeakerEmbedding(scaling: [1] + [Float](repeating: 0, count: 7)))
        let noisy = try (0..<7).map { unit in
            try #require(SpeakerEmbedding(scaling: [1] + (0..<7).map { $0 == unit ? 1 : 0 }))
        }
        let units = SpeechUnits(
            speech: [Float](repeating: 0.5, count: 7), pause: [0, 0, 0, 0, 0, 0, 1], band: .wide
        ) { run in run.count == 1 ? noisy[run.lowerBound] : clean }
        var register = VoiceRegister(decoder: decoder)
        var owners: [Int] = []
        for count in 1...7 { owners = register.assign(units, decided: owners, deciding: count) }
        #expect(owners == [0, 0, 0, 0, 0, 0, 0])
        // Of the seven pieces by themselves it would be 0.94.
        #expect(try #require(register.voices.first).embedding.similarity(to: clean) > 0.98)
    }
}
