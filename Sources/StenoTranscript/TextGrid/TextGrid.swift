/// Praat's TextGrid in its long text form, with tiers named as the Montreal Forced Aligner does: `segments` and
/// `words`, each after `Name - ` where speakers are known.
struct TextGrid {
    var end: Duration
    var tiers: [TextGridTier]

    var text: String {
        var lines = [
            "File type = \"ooTextFile\"", "Object class = \"TextGrid\"", "", "xmin = 0",
            "xmax = \(end.secondsText)",
            "tiers? <exists>", "size = \(tiers.count)", "item []:",
        ]
        for (number, tier) in tiers.enumerated() {
            let intervals = tier.covering(until: end)
            lines += [
                "    item [\(number + 1)]:", "        class = \"IntervalTier\"",
                "        name = \(Self.quoted(tier.name))", "        xmin = 0",
                "        xmax = \(end.secondsText)",
                "        intervals: size = \(intervals.count)",
            ]
            for (number, interval) in intervals.enumerated() {
                lines += [
                    "        intervals [\(number + 1)]:",
                    "            xmin = \(interval.time.start.secondsText)",
                    "            xmax = \(interval.time.end.secondsText)",
                    "            text = \(Self.quoted(interval.text))",
                ]
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Quotes inside are doubled.
    private static func quoted(_ text: String) -> String {
        "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}

extension TextGrid {
    init(_ transcript: Transcript) {
        let transcript = transcript.roundedToMilliseconds
        let speakers = Set(transcript.segments.map(\.speaker)).sorted {
            ($0?.rawValue ?? "") < ($1?.rawValue ?? "")
        }
        tiers = (speakers.isEmpty ? [nil] : speakers).flatMap { speaker in
            let segments = transcript.segments.filter { $0.speaker == speaker }
            let prefix = speaker.map { $0.rawValue.onOneLine + " - " } ?? ""
            return [
                TextGridTier(
                    name: prefix + "segments",
                    fitting: segments.map { .init(time: $0.time, text: $0.text.onOneLine) }),
                TextGridTier(
                    name: prefix + "words",
                    fitting: segments.flatMap(\.words).map { .init(time: $0.time, text: $0.text.onOneLine) }),
            ]
        }
        end = max(transcript.duration, tiers.compactMap(\.intervals.last?.time.end).max() ?? .zero)
    }

    /// The transcript: each interval of a `segments` tier with the words whose middle lies in it.
    var transcript: Transcript {
        let segments = tiers.filter { Self.speaker(of: $0, suffix: "segments") != nil }.flatMap { tier in
            let speaker = Self.speaker(of: tier, suffix: "segments") ?? nil
            let words = tiers.filter { Self.speaker(of: $0, suffix: "words") == .some(speaker) }.flatMap(
                \.intervals)
            return tier.intervals.map { interval in
                let inside = words.filter { interval.time.contains($0.time.middle) }
                return Segment(
                    id: 0, time: interval.time, speaker: speaker,
                    words: inside.map { Word(text: $0.text, time: $0.time, speaker: speaker) })
            }
        }
        let sorted = segments.sorted { ($0.time.start, $0.time.end) < ($1.time.start, $1.time.end) }
        return Transcript(duration: end, segments: sorted.enumerated().map { $1.numbered($0) })
    }

    /// Whose tier it is when its name ends as asked: `.some(nil)` where it names nobody.
    private static func speaker(of tier: TextGridTier, suffix: String) -> SpeakerID?? {
        if tier.name == suffix { return .some(nil) }
        guard tier.name.hasSuffix(" - " + suffix) else { return nil }
        return SpeakerID(String(tier.name.dropLast(suffix.count + 3)))
    }
}

extension Transcript {
    fileprivate var roundedToMilliseconds: Transcript {
        func rounded(_ time: TimeRange) -> TimeRange {
            TimeRange(
                start: .milliseconds(time.start.inMilliseconds), end: .milliseconds(time.end.inMilliseconds))
        }
        var result = self
        result.duration = .milliseconds(duration.inMilliseconds)
        for segment in segments.indices {
            result.segments[segment].time = rounded(segments[segment].time)
            for word in segments[segment].words.indices {
                result.segments[segment].words[word].time = rounded(segments[segment].words[word].time)
            }
        }
        return result
    }
}

extension Segment {
    fileprivate func numbered(_ id: Int) -> Segment {
        var segment = self
        segment.id = id
        return segment
    }
}
