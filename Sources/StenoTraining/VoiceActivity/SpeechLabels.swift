import StenoAudio
import StenoSpeakers

/// Where a clean recording of one voice has speech, from its levels alone.
///
/// Between the loudest and the quietest of a clean recording lie 30 dB and more, and nearly all frames are near one of
/// the two; so a threshold in between tells them apart as no threshold can in noise.
struct SpeechLabels: Sendable {
    /// For every 10 ms whether there is speech.
    let frames: [Bool]

    /// Decibels between the loudest and the quietest frames below which a recording is not clean.
    private static let leastRange: Float = 30
    /// Where the threshold lies between the quietest and the loudest, and at most so many decibels below the loudest.
    private static let (place, depth): (Float, Float) = (0.35, 35)
    /// Frames of a pause that is no pause, as in the middle of a "t", and of a sound that is no speech.
    private static let (shortestPause, shortestSpeech) = (15, 4)

    /// - Returns: `nil` for a recording whose pauses are not quiet.
    init?(of audio: AudioBuffer) {
        var meter = FrameLevels(sampleRate: audio.sampleRate)
        let levels = meter.accept(audio.samples)
        let sorted = levels.sorted()
        guard let last = sorted.indices.last else { return nil }
        let (quiet, loud) = (sorted[last / 20], sorted[last * 19 / 20])
        guard loud - quiet >= Self.leastRange else { return nil }
        let threshold = max(quiet + Self.place * (loud - quiet), loud - Self.depth)
        var frames = levels.map { $0 > threshold }
        Self.flip(runsOf: true, shorterThan: Self.shortestSpeech, in: &frames)
        Self.flip(runsOf: false, shorterThan: Self.shortestPause, in: &frames)
        self.frames = frames
    }

    private static func flip(runsOf value: Bool, shorterThan least: Int, in frames: inout [Bool]) {
        var start = 0
        while start < frames.count {
            let end = frames[start...].firstIndex { $0 != frames[start] } ?? frames.count
            let isInside = start > 0 && end < frames.count
            if frames[start] == value, end - start < least, isInside {
                for index in start..<end { frames[index].toggle() }
            }
            start = end
        }
    }
}
