import Foundation

/// How much more alike than the border of same and different voice two clusters must be to be one voice. The border is
/// measured on single embeddings; the middle of many scatters less, so clusters of one voice are more alike than that.
enum VoiceMargin {
    /// Through a microphone it is more with every doubling of the speech that is compared, as the scatter falls. Chosen on
    /// conversations of a minute by development voices, where 0.03 to 0.06 at the beginning and 0.03 to 0.05 a doubling
    /// are equally good, and of 3 to 5 minutes, where none of that matters.
    ///
    /// Over a telephone, where voices are more alike by 0.13, it falls with the length of the recording: the more is said,
    /// the likelier some of it sounds unlike its voice. Chosen on conversations of 20 s in digits, where 0.15 to 0.2 find
    /// every voice and make no two of one.
    ///
    /// - Parameters:
    ///   - effective: Seconds of speech of the pair, see `SimilarityScale.effectiveSpeech`.
    ///   - total: Seconds of speech in the recording.
    static func value(at effective: Float, of total: Float, over band: SpeechBand) -> Float {
        switch band {
        case .wide: min(0.2, 0.04 + 0.04 * max(0, log2(effective / 1.6)))
        case .telephone: max(0.08, 0.175 - 0.002 * max(0, total - 15))
        }
    }
}
