/// What stands on the screen at one time.
struct Cue {
    let time: TimeRange
    let speaker: SpeakerID?
    /// The words, line by line.
    let lines: [[Word]]
}

extension Cue {
    /// The cues of all segments that say something.
    static func cues(of transcript: Transcript, options: SubtitleOptions) -> [Cue] {
        transcript.segments.flatMap { cues(of: $0, options: options) }
    }

    /// As few cues as hold the segment, of about equal length, broken between words.
    private static func cues(of segment: Segment, options: SubtitleOptions) -> [Cue] {
        let words = segment.words.filter { !$0.text.onOneLine.isEmpty }
        let lengths = words.map { $0.text.onOneLine.count }
        func wrap(_ range: Range<Int>) -> [Range<Int>] {
            balancedSplit(range) {
                $0.count == 1 || lineLength(lengths[$0]) <= options.maximumLineLength
            } cost: {
                lineLength(lengths[$0])
            }
        }
        let parts = balancedSplit(words.indices) { range in
            let time = words[range.lowerBound].time.union(words[range.upperBound - 1].time)
            return range.count == 1
                || (time.duration <= options.maximumDuration && wrap(range).count <= options.maximumLines)
        } cost: {
            lineLength(lengths[$0])
        }
        return parts.map { part in
            Cue(
                time: time(of: part, in: words, segment), speaker: segment.speaker,
                lines: wrap(part).map { Array(words[$0]) })
        }
    }

    /// From the first word to the last; the outer cues reach to the ends of the segment. At least a millisecond, the
    /// least that the formats can say.
    private static func time(of part: Range<Int>, in words: [Word], _ segment: Segment) -> TimeRange {
        let start = part.lowerBound == 0 ? segment.time.start : words[part.lowerBound].time.start
        let end = part.upperBound == words.count ? segment.time.end : words[part.upperBound - 1].time.end
        return TimeRange(start: start, end: max(end, start + .milliseconds(1)))
    }

    private static func lineLength(_ lengths: ArraySlice<Int>) -> Int {
        lengths.reduce(lengths.count - 1, +)
    }
}

/// Cuts a range into as few parts as fit, and among those into the most equal ones: the sum of their squared costs is
/// the least.
///
/// - Parameters:
///   - range: What is cut.
///   - fits: Whether a part may stand. A part of one must; a longer one must not where a shorter one may not.
///   - cost: How long a part is.
func balancedSplit(_ range: Range<Int>, fits: (Range<Int>) -> Bool, cost: (Range<Int>) -> Int) -> [Range<Int>]
{
    guard !range.isEmpty else { return [] }
    var best: [(parts: Int, cost: Int, start: Int)] = [(0, 0, range.lowerBound)]
    for end in range.lowerBound + 1...range.upperBound {
        var choice = (parts: Int.max, cost: Int.max, start: end - 1)
        for start in (range.lowerBound..<end).reversed() {
            guard fits(start..<end) else { break }
            let before = best[start - range.lowerBound]
            let length = cost(start..<end)
            choice = min(choice, (before.parts + 1, before.cost + length * length, start), by: <)
        }
        best.append(choice)
    }
    var parts: [Range<Int>] = []
    var end = range.upperBound
    while end > range.lowerBound {
        let start = best[end - range.lowerBound].start
        parts.append(start..<end)
        end = start
    }
    return parts.reversed()
}

private func min<T>(_ a: T, _ b: T, by less: (T, T) -> Bool) -> T {
    less(b, a) ? b : a
}
