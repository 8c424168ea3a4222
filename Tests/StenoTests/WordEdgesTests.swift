import Steno
import StenoTestSupport
import Testing

@Suite("The edges of words")
struct WordEdgesTests {
    /// What a frame looks at: a tone that fills a thousandth of it is above the border.
    private static let window = Duration.milliseconds(25)

    /// Two seconds of hiss, with a tone of full loudness from each start to its end, in milliseconds.
    private func signal(_ tones: [(start: Int, end: Int)], hiss: Float = 0.0005) -> [Float] {
        var samples = Signal.noise(seconds: 2, amplitude: hiss)
        for tone in tones {
            let sine = Signal.sine(hertz: 900, seconds: Double(tone.end - tone.start) / 1000)
            for (place, value) in sine.enumerated() { samples[16 * tone.start + place] += value }
        }
        return samples
    }

    private func word(_ start: Int, _ end: Int) -> Word {
        Word(text: "word", time: TimeRange(start: .milliseconds(start), end: .milliseconds(end)))
    }

    private func moved(_ words: [Word], in samples: [Float], chunk: Int = 32_000) -> [Word] {
        var edges = WordEdges(sampleRate: .speech)
        for start in stride(from: 0, to: samples.count, by: chunk) {
            edges.accept(Array(samples[start..<min(start + chunk, samples.count)]))
        }
        return edges.moved(words, until: .seconds(2))
    }

    private func distance(_ a: Duration, _ milliseconds: Int) -> Duration {
        let difference = a - .milliseconds(milliseconds)
        return max(difference, .zero - difference)
    }

    @Test(
        "lie where the sound begins and ends, whichever side the model erred on",
        arguments: [(560, 640), (420, 790), (500, 700), (600, 850)])
    func quietAround(start: Int, end: Int) {
        let found = moved([word(start, end)], in: signal([(500, 700)]))[0].time
        #expect(distance(found.start, 500) <= Self.window)
        #expect(distance(found.end, 700) <= Self.window)
    }

    @Test("stay where the model has them when nothing quiet is near")
    func noise() {
        let words = [word(400, 700), word(700, 900)]
        #expect(moved(words, in: signal([(0, 2_000)])) == words)
        #expect(moved(words, in: Signal.noise(seconds: 2, amplitude: 0.3)) == words)
    }

    @Test("do not take a short closure for the end")
    func closure() {
        let found = moved([word(520, 760)], in: signal([(500, 620), (650, 800)]))[0].time
        #expect(distance(found.start, 500) <= Self.window)
        #expect(distance(found.end, 800) <= Self.window)
    }

    @Test("never overlap, and end before what was not heard yet")
    func order() {
        let samples = signal([(500, 700), (720, 900)])
        let found = moved([word(450, 740), word(740, 880)], in: samples)
        #expect(found[0].time.end <= found[1].time.start)
        var edges = WordEdges(sampleRate: .speech)
        edges.accept(samples)
        let early = edges.moved([word(500, 600)], until: .milliseconds(650))[0].time
        #expect(early.end <= .milliseconds(650))
    }

    @Test("are the same however the samples arrive", arguments: [1, 160, 997])
    func chunks(size: Int) {
        let samples = signal([(500, 700), (900, 1_200)])
        let words = [word(540, 660), word(960, 1_150)]
        #expect(moved(words, in: samples, chunk: size) == moved(words, in: samples))
    }
}
