import StenoAudio
import StenoRandom
import StenoTranscript

/// Recordings and pauses put in a row, with the true times of the words.
///
/// A pause is filled with white noise that is never louder than the quietest 10 ms of the recordings around it, in
/// steps from digital silence upwards, so that silence does not always look the same.
struct DigitTrack {
    private(set) var audio: AudioBuffer
    private(set) var words: [Word] = []

    /// The largest sample of the noise in pauses; full scale is 1.
    private let noisePeak: Float

    /// An empty track.
    ///
    /// - Parameter digits: All recordings that will be in the track; they set its rate and its noise.
    init(for digits: [SpokenDigit], using random: inout SeededGenerator) {
        let quietest = digits.map(\.quietestLevel).min() ?? 0
        let loudness = [0, 0.25, 0.5, 1][random.integer(in: 0...3)] as Float
        // Uniform noise between -p and p has the root mean square p / √3.
        noisePeak = loudness * quietest * Float(3).squareRoot()
        audio = AudioBuffer(samples: [], sampleRate: digits[0].audio.sampleRate)
    }

    mutating func append(_ digit: SpokenDigit) {
        let first = audio.samples.count
        let time = TimeRange(
            start: audio.sampleRate.duration(of: first + digit.speech.lowerBound),
            end: audio.sampleRate.duration(of: first + digit.speech.upperBound))
        words.append(Word(text: digit.word, time: time, speaker: digit.speaker))
        audio.samples += digit.audio.samples
    }

    mutating func pause(_ duration: Duration, using random: inout SeededGenerator) {
        for _ in 0..<audio.sampleRate.samples(in: duration) {
            audio.samples.append(noisePeak * Float(random.number(in: -1...1)))
        }
    }
}
