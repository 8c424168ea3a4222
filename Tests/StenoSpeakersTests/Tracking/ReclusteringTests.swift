import StenoSpeakers
import StenoTensor
import StenoTestSupport
import Testing

@Suite("Clustering of a whole recording")
struct ReclusteringTests {
    private func accuracy(_ owners: [Int], _ people: [Int]) -> Double {
        let right = Dictionary(grouping: zip(owners, people), by: \.0).values.reduce(0) { sum, pairs in
            sum + (Dictionary(grouping: pairs, by: \.1).values.map(\.count).max() ?? 0)
        }
        return Double(right) / Double(people.count)
    }

    @Test(
        "finds how many people speak, and who", arguments: UInt64(1)...5,
        SpeechBand.allCases)
    func open(seed: UInt64, band: SpeechBand) {
        var synthetic = SyntheticVoices(speakers: 4, seed: seed)
        let spoken = synthetic.conversation(turns: 40, among: [0, 1, 2, 3])
        let clustering = Reclustering(decoder: TurnDecoder(scale: SyntheticVoices.scale))
        let (voices, owners) = clustering.voices(in: synthetic.units(spoken, over: band))
        #expect(voices.count == 4)
        #expect(accuracy(owners, spoken.map(\.speaker)) > 0.97)
    }

    @Test("tells two people apart who take turns without a pause")
    func withoutPauses() {
        // Every run of three seconds without a pause is half of one and half of the other.
        var synthetic = SyntheticVoices(speakers: 2, seed: 8)
        let spoken = (0..<60).map {
            SyntheticVoices.Unit(speaker: $0 / 3 % 2, speech: 0.5, pause: 0)
        }
        let (voices, owners) = Reclustering(decoder: TurnDecoder(scale: SyntheticVoices.scale))
            .voices(in: synthetic.units(spoken))
        #expect(voices.count == 2)
        #expect(accuracy(owners, spoken.map(\.speaker)) > 0.97)
    }

    @Test("where people are so alike that they sound like one, finds as many as it is told")
    func alike() {
        var synthetic = SyntheticVoices(speakers: 2, common: 2, seed: 8)
        let spoken = synthetic.conversation(turns: 40, among: [0, 1])
        let units = synthetic.units(spoken)
        func clustered(_ limit: SpeakerLimit) -> [Int] {
            Reclustering(decoder: TurnDecoder(scale: SyntheticVoices.scale), limit: limit)
                .voices(in: units).owners
        }
        #expect(Set(clustered(.open)).count == 1)
        #expect(Set(clustered(.exactly(2))).count == 2)
        #expect(accuracy(clustered(.exactly(2)), spoken.map(\.speaker)) > 0.97)
    }

    @Test("voices as alike as one voice's turns through a microphone are two over a telephone")
    func telephone() {
        func count(over band: SpeechBand) -> Int {
            var synthetic = SyntheticVoices(speakers: 2, common: 1.45, seed: 8)
            let spoken = synthetic.conversation(turns: 12, among: [0, 1])
            return Reclustering(decoder: TurnDecoder(scale: SyntheticVoices.scale))
                .voices(in: synthetic.units(spoken, over: band)).voices.count
        }
        #expect(count(over: .wide) == 1)
        #expect(count(over: .telephone) == 2)
    }

    @Test("finds exactly as many as it is told, where there are more", arguments: [1, 2, 3])
    func exactly(count: Int) {
        var synthetic = SyntheticVoices(speakers: 4, seed: 8)
        let spoken = synthetic.conversation(turns: 40, among: [0, 1, 2, 3])
        let clustering = Reclustering(
            decoder: TurnDecoder(scale: SyntheticVoices.scale), limit: .exactly(count))
        #expect(Set(clustering.voices(in: synthetic.units(spoken)).owners).count == count)
    }

    @Test("uses the names of the enrolled, and leaves strangers without")
    func enrolled() {
        var synthetic = SyntheticVoices(speakers: 3, seed: 9)
        let spoken = synthetic.conversation(turns: 30, among: [0, 1])
        let names = [1, 2].map { EnrolledVoice(name: "\($0)", embedding: synthetic.embedding(of: $0)) }
        let clustering = Reclustering(decoder: TurnDecoder(scale: SyntheticVoices.scale), enrolled: names)
        let (voices, owners) = clustering.voices(in: synthetic.units(spoken))
        #expect(voices.map(\.origin) == [.met, .enrolled("1")])
        #expect(accuracy(owners, spoken.map(\.speaker)) > 0.97)
    }

    @Test("gives nothing to remembered people who are not there, however many, and knows one who is")
    func remembered() {
        var synthetic = SyntheticVoices(speakers: 60, seed: 9)
        let spoken = synthetic.conversation(turns: 30, among: [0, 1])
        let names = (1..<60).map {
            EnrolledVoice(name: "\($0)", embedding: synthetic.embedding(of: $0), origin: .remembered)
        }
        let clustering = Reclustering(decoder: TurnDecoder(scale: SyntheticVoices.scale), enrolled: names)
        let (voices, owners) = clustering.voices(in: synthetic.units(spoken))
        #expect(voices.map(\.origin) == [.met, .remembered("1")])
        #expect(accuracy(owners, spoken.map(\.speaker)) > 0.97)
    }

    @Test("clusters more units than fit one block")
    func blocks() {
        var synthetic = SyntheticVoices(speakers: 3, seed: 10)
        let spoken = synthetic.conversation(turns: 450, among: [0, 1, 2])
        let clustering = Reclustering(decoder: TurnDecoder(scale: SyntheticVoices.scale))
        let (voices, owners) = clustering.voices(in: synthetic.units(spoken))
        #expect(spoken.count > 1_200 && voices.count == 3)
        #expect(accuracy(owners, spoken.map(\.speaker)) > 0.97)
    }
}
