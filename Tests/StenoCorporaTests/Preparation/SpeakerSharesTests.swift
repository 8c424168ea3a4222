import Foundation
import StenoCorpora
import StenoTranscript
import Testing

@Suite("Shares of speakers")
struct SpeakerSharesTests {
    func utterances(speakers: Int, each: Int) -> [Utterance] {
        (0..<speakers * each).map { index in
            Utterance(
                id: "u\(index)", audio: URL(filePath: "/u\(index).wav"), duration: .seconds(2), text: "a",
                speaker: SpeakerID(rawValue: "s\(index / each)"))
        }
    }

    @Test("never put a speaker in two parts, and reach each share by less than one speaker too much")
    func bySpeaker() {
        let all = utterances(speakers: 40, each: 5)
        let parts = SpeakerShares(dev: 0.1, test: 0.2).parts(of: all)
        let partsOfSpeaker = Dictionary(grouping: zip(all, parts), by: \.0.speaker).mapValues {
            Set($0.map(\.1))
        }
        #expect(partsOfSpeaker.values.allSatisfy { $0.count == 1 })
        #expect(parts.count { $0 == "dev" } == 20)
        #expect(parts.count { $0 == "test" } == 40)
    }

    @Test("do not depend on the order of utterances")
    func order() {
        let all = utterances(speakers: 30, each: 3)
        let shares = SpeakerShares()
        let forward = Dictionary(uniqueKeysWithValues: zip(all.map(\.id), shares.parts(of: all)))
        let reversed = Array(all.reversed())
        let backward = Dictionary(uniqueKeysWithValues: zip(reversed.map(\.id), shares.parts(of: reversed)))
        #expect(forward == backward)
    }

    @Test("follow the seed")
    func seed() {
        let all = utterances(speakers: 40, each: 1)
        #expect(SpeakerShares(seed: 1).parts(of: all) == SpeakerShares(seed: 1).parts(of: all))
        #expect(SpeakerShares(seed: 1).parts(of: all) != SpeakerShares(seed: 2).parts(of: all))
    }

    @Test("divide a single speaker's utterances, and always leave something to train on")
    func single() {
        let parts = SpeakerShares(dev: 0.1, test: 0.1).parts(of: utterances(speakers: 1, each: 50))
        #expect(parts.count { $0 == "dev" } == 5)
        #expect(parts.count { $0 == "test" } == 5)
        #expect(SpeakerShares().parts(of: utterances(speakers: 1, each: 1)) == ["train"])
        #expect(SpeakerShares().parts(of: []).isEmpty)
    }
}
