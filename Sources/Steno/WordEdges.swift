package import StenoAudio
import StenoSpeakers
package import StenoTranscript

/// Moves the times of words to where their sound begins and dies away.
///
/// CTC tells when a label was surest, and how far that is from the edges of its word differs from word to word. The level
/// of the signal tells it exactly wherever a word borders on quiet; where it does not, the model's times stay.
package struct WordEdges: Sendable {
    /// Decibels below the loudest frame of a word at which it begins and ends.
    private static let range: Float = 30
    /// How far an edge may lie from the model's time, in frames of 10 ms.
    private static let reach = 20
    /// So many soft frames in a row are quiet; what is softer for less is a closure inside a word.
    private static let quiet = 5
    /// Levels that are kept at least, in frames: more than the longest segment.
    private static let memory = 12_000

    private var meter: FrameLevels
    /// Decibels, from frame `first` on.
    private var levels: [Float] = []
    private var first = 0

    package init(sampleRate: SampleRate) {
        meter = FrameLevels(sampleRate: sampleRate)
    }

    /// Takes the next samples.
    package mutating func accept(_ samples: [Float]) {
        levels += meter.accept(samples)
        if levels.count > 2 * Self.memory {
            first += levels.count - Self.memory
            levels.removeFirst(levels.count - Self.memory)
        }
    }

    /// The words of a segment at better times.
    ///
    /// - Parameters:
    ///   - words: In order, none overlapping the next.
    ///   - end: What was heard later is left out, so that the answer does not depend on how the audio came.
    package func moved(_ words: [Word], until end: Duration) -> [Word] {
        let known = first..<max(first, min(first + levels.count, frame(at: end)))
        var moved: [Word] = []
        for (index, word) in words.enumerated() {
            let earliest = moved.last.map { frame(at: $0.time.end) } ?? known.lowerBound
            let latest = index + 1 < words.count ? frame(at: words[index + 1].time.start) : known.upperBound
            var word = word
            word.time = self.moved(word.time, within: (earliest..<max(earliest, latest)).clamped(to: known))
            moved.append(word)
        }
        return moved
    }

    private func moved(_ time: TimeRange, within limits: Range<Int>) -> TimeRange {
        let heard = (frame(at: time.start)..<max(frame(at: time.start) + 1, frame(at: time.end))).clamped(
            to: limits)
        guard let loudest = heard.max(by: { level($0) < level($1) }) else { return time }
        let border = level(loudest) - Self.range
        let earliest = max(limits.lowerBound, heard.lowerBound - Self.reach)
        let latest = min(limits.upperBound, heard.upperBound + Self.reach)
        let before = (earliest...loudest).reversed(), after = loudest..<latest
        let start = edge(before.drop { $0 > heard.lowerBound + Self.reach }, below: border).map { $0 + 1 }
        let end = edge(after.drop { $0 < heard.upperBound - Self.reach }, below: border)
        let moved = TimeRange(
            start: start.map(duration) ?? time.start, end: end.map(duration) ?? time.end)
        return moved.start < moved.end ? moved : time
    }

    /// The first frame of quiet on the way out of a word: of a run that is long enough, or lasts to the way's end.
    private func edge(_ way: some Sequence<Int>, below border: Float) -> Int? {
        var run: (first: Int, count: Int)?
        for frame in way {
            if level(frame) > border {
                run = nil
            } else {
                run = (run?.first ?? frame, (run?.count ?? 0) + 1)
                if let run, run.count == Self.quiet { return run.first }
            }
        }
        return run?.first
    }

    private func level(_ frame: Int) -> Float {
        levels[frame - first]
    }

    /// A frame is where the middle of what it looks at is.
    private func frame(at time: Duration) -> Int {
        Int(((time.inSeconds - FrameLevels.windowSeconds / 2) / FrameLevels.hopSeconds).rounded())
    }

    private func duration(_ frame: Int) -> Duration {
        .milliseconds(
            Int((1000 * (Double(frame) * FrameLevels.hopSeconds + FrameLevels.windowSeconds / 2)).rounded()))
    }
}
