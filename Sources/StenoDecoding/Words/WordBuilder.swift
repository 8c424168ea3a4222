import Glibc
import StenoTranscript

/// Makes words with times and confidence out of the labels a search found.
struct WordBuilder: Sendable {
    let labels: LabelTable
    /// The words of the lexicon or grammar by number.
    let lexicon: [String]
    let timing: FrameTiming
    let correction: WordTimeCorrection
    let calibration: ConfidenceCalibration?

    /// The words of a partial result, with the times at which the search heard them.
    func words(_ words: some Collection<PathWord>, of path: [PathLabel]) -> [Word] {
        words.map { word in
            Word(text: text(of: word, in: path), time: time(of: word.firstFrame..<(word.lastFrame + 1)))
        }
    }

    /// The word as the lexicon writes it; one that it does not have, or half a word, as it is spelled.
    func text(of word: PathWord, in path: [PathLabel]) -> String {
        let number = path[word.labels.upperBound - 1].word
        return number >= 0 ? lexicon[Int(number)] : labels.text(of: path[word.labels].map(\.label))
    }

    /// The words of a closed segment: aligned anew to its emissions, corrected and judged.
    func words(
        _ words: some Collection<PathWord>, of path: [PathLabel], in segment: OpenSegment, until end: Int
    ) -> [(word: Word, evidence: WordEvidence)] {
        let frames = align(path, in: segment, until: end)
        let times = words.map { word in
            time(
                of: frames[word.labels.lowerBound].lowerBound..<frames[word.labels.upperBound - 1].upperBound)
        }
        let limits = TimeRange(
            start: timing.start(of: segment.start),
            end: max(timing.start(of: end), timing.start(of: segment.start)))
        let corrected = correction.apply(to: times, within: limits)
        return zip(words, corrected).enumerated().map { index, item in
            let (word, time) = item
            let evidence = WordEvidence(
                posterior: segment.posteriors[index],
                labelProbability: labelProbability(of: word, in: path, at: frames, of: segment))
            let confidence =
                calibration?.confidence(for: evidence) ?? evidence.posterior * evidence.labelProbability
            return (Word(text: text(of: word, in: path), time: time, confidence: confidence), evidence)
        }
    }

    /// The words that aligned labels spell, from the first frame on.
    func words(of labels: [Int], at frames: [Range<Int>], in emissions: [Float]) -> [Word] {
        var inWord = false
        let path = zip(labels, frames).map { label, frames in
            let role = self.labels.roles[label]
            defer { inWord = role != .separator }
            return PathLabel(
                label: label, firstFrame: frames.lowerBound, lastFrame: frames.upperBound - 1,
                startsWord: role == .start || (role == .inside && !inWord), isSeparator: role == .separator)
        }
        let words = PathWord.words(of: path)
        var segment = OpenSegment(start: 0)
        segment.emissions = emissions
        let end = timing.start(of: emissions.count / self.labels.count)
        let times = correction.apply(
            to: words.map { time(of: $0.firstFrame..<($0.lastFrame + 1)) },
            within: TimeRange(start: timing.start(of: 0), end: end))
        return zip(words, times).map { word, time in
            let probability = labelProbability(of: word, in: path, at: frames, of: segment)
            return Word(text: text(of: word, in: path), time: time, confidence: probability)
        }
    }

    private func time(of frames: Range<Int>) -> TimeRange {
        TimeRange(start: timing.start(of: frames.lowerBound), end: timing.start(of: frames.upperBound))
    }

    /// The frames of every label of a path; where the segment is too short to align, those the search heard.
    private func align(_ path: [PathLabel], in segment: OpenSegment, until end: Int) -> [Range<Int>] {
        let emissions = Array(segment.emissions.prefix((end - segment.start) * labels.count))
        let aligned = ForcedPath(
            labels: path.map(\.label), emissions: emissions, vocabularySize: labels.count)
        if let aligned {
            return aligned.frames.map { ($0.lowerBound + segment.start)..<($0.upperBound + segment.start) }
        }
        return path.map { $0.firstFrame..<($0.lastFrame + 1) }
    }

    /// How much worse a path's labels sound than the likeliest ones, on average over the frames in which they sound.
    func mismatch(of path: [PathLabel], in segment: OpenSegment, until end: Int) -> Double {
        var (sum, count) = (0.0, 0)
        for (place, range) in align(path, in: segment, until: end).enumerated() {
            for frame in range {
                let row = (frame - segment.start) * labels.count
                guard row >= 0, row + labels.count <= segment.emissions.count else { continue }
                let sounds = segment.emissions[row..<(row + labels.count)]
                sum += Double((sounds.max() ?? 0) - sounds[row + path[place].label])
                count += 1
            }
        }
        return count > 0 ? sum / Double(count) : 0
    }

    /// The geometric mean over a word's labels of each one's highest probability in its frames.
    private func labelProbability(
        of word: PathWord, in path: [PathLabel], at frames: [Range<Int>], of segment: OpenSegment
    ) -> Double {
        var sum = 0.0
        for place in word.labels {
            var best = -Float.infinity
            for frame in frames[place] {
                let cell = (frame - segment.start) * labels.count + path[place].label
                guard segment.emissions.indices.contains(cell) else { continue }
                best = max(best, segment.emissions[cell])
            }
            sum += Double(best)
        }
        return exp(sum / Double(word.labels.count))
    }
}
