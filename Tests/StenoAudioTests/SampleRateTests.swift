import Foundation
import StenoAudio
import Testing

@Suite("Sample rates")
struct SampleRateTests {
    @Test(
        "durations and samples convert exactly both ways", arguments: [8_000, 11_025, 16_000, 44_100, 48_000])
    func conversion(_ hertz: Int) {
        let rate = SampleRate(hertz: hertz)
        for count in [0, 1, 7, hertz, hertz * 36_000 + 1] {
            #expect(rate.samples(in: rate.duration(of: count)) == count)
        }
        #expect(rate.duration(of: hertz) == .seconds(1))
    }

    @Test("a rate is written as its number")
    func json() throws {
        let data = try JSONEncoder().encode([SampleRate.speech])
        #expect(String(decoding: data, as: UTF8.self) == "[16000]")
        #expect(try JSONDecoder().decode([SampleRate].self, from: data) == [.speech])
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([SampleRate].self, from: Data("[0]".utf8))
        }
    }
}
