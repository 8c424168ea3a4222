public import StenoTranscript

/// By how much a model's words begin and end earlier or later than its CTC peaks.
///
/// CTC pays for naming a label once, anywhere: trained models name it late and shortly. The offsets are medians over
/// words whose true times are known, and belong to one model.
public struct WordTimeCorrection: Hashable, Sendable, Codable {
    /// What to add to the start of a word's first label, in seconds; mostly negative.
    public var start: Double
    /// What to add to the end of a word's last label, in seconds.
    public var end: Double

    /// A correction in seconds.
    public init(start: Double, end: Double) {
        self.start = start
        self.end = end
    }

    /// Words begin and end where their labels do.
    public static let none = WordTimeCorrection(start: 0, end: 0)

    /// The correction that makes the median error of starts and of ends zero.
    ///
    /// - Parameter pairs: The times of words as the path has them, uncorrected, and as they truly are.
    public init(fitting pairs: [(path: TimeRange, truth: TimeRange)]) {
        start = Self.median(pairs.map { ($0.truth.start - $0.path.start).inSeconds })
        end = Self.median(pairs.map { ($0.truth.end - $0.path.end).inSeconds })
    }

    private static func median(_ values: [Double]) -> Double {
        guard !values.isEmpty else { return 0 }
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }

    /// Corrected times of words in order: within the recording so far, none negative, none overlapping the next.
    func apply(to times: [TimeRange], within limits: TimeRange) -> [TimeRange] {
        let starts = times.map { clamp($0.start + .seconds(start), to: limits) }
        var result: [TimeRange] = []
        for (index, time) in times.enumerated() {
            let earliest = max(starts[index], result.last?.end ?? limits.start)
            let next = index + 1 < times.count ? max(starts[index + 1], earliest) : limits.end
            let end = min(max(clamp(time.end + .seconds(end), to: limits), earliest), next)
            // A word squeezed to nothing keeps its path's time instead.
            result.append(
                end > earliest
                    ? TimeRange(start: earliest, end: end)
                    : TimeRange(start: earliest, end: max(earliest, min(time.end, limits.end))))
        }
        return result
    }

    private func clamp(_ time: Duration, to limits: TimeRange) -> Duration {
        min(max(time, limits.start), limits.end)
    }
}
