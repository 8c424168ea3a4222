/// Where speech starts and ends in a recording of one word, by level alone.
///
/// The level is the mean power of 10 ms windows, 5 ms apart. Speech runs from the start of the first window to the
/// end of the last that is at most 30 dB below the loudest. That is low enough
/// for weak final consonants and above the backgrounds of the FSDD's speakers but one, nicolas, all of whose
/// recordings, cut tight, count as speech from end to end.
package enum SpeechExtent {
    /// How far below the loudest window a window of speech may be, as a ratio of powers: 30 dB.
    static let powerRatio: Float = 1e-3

    /// The samples that are speech; all of them when every sample is zero.
    package static func samples(of recording: [Float], hertz: Int) -> Range<Int> {
        let powers = windowPowers(of: recording, hertz: hertz)
        let threshold = powers.map(\.power).max().map { $0 * powerRatio } ?? 0
        guard threshold > 0, let first = powers.first(where: { $0.power >= threshold }),
            let last = powers.last(where: { $0.power >= threshold })
        else { return recording.indices }
        return first.samples.lowerBound..<last.samples.upperBound
    }

    /// The root mean square of the quietest window: the recording's own background, or what comes nearest to it.
    package static func quietestLevel(of recording: [Float], hertz: Int) -> Float {
        windowPowers(of: recording, hertz: hertz).map(\.power).min()?.squareRoot() ?? 0
    }

    private static func windowPowers(
        of recording: [Float], hertz: Int
    ) -> [(samples: Range<Int>, power: Float)] {
        let (window, hop) = (max(hertz / 100, 1), max(hertz / 200, 1))
        let lastStart = max(recording.count - window, 0)
        // The last window is moved back to end with the recording, so that none is shorter than the others.
        let starts = Array(stride(from: 0, to: lastStart, by: hop)) + [lastStart]
        return starts.map { start in
            let samples = start..<min(start + window, recording.count)
            let energy = recording[samples].reduce(0) { $0 + $1 * $1 }
            return (samples, samples.isEmpty ? 0 : energy / Float(samples.count))
        }
    }
}
