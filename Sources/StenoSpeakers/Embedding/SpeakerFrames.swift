import StenoTensor
import StenoTranscript

/// What is kept of a stream to know the voice in any recent stretch of it: frame-level features of every 20 ms with
/// their weights, and how loud it is there.
struct SpeakerFrames: Sendable {
    /// Decibels below the loudest of a stretch down to which its steps are speech: vowels and most consonants lie
    /// above, pauses of all but noisy recordings below. A floor of noise would have to be known first, and recordings
    /// cut to the word never show theirs.
    private static let range: Float = 25

    private let embedder: SpeakerEmbedder
    private var melFrames: BandStream
    private var network: NetworkStream
    private var meter = FrameLevels()
    /// What finds speech; `nil` where somebody else says when there is any.
    private var activity: SpeechProbabilities?
    /// Frame-level features of the steps from `firstStep` on, `P + 1` numbers each.
    private var features: [Float] = []
    /// The level of the steps from `firstStep` on, in decibels, and the probability of speech.
    private var levels = StepMaxima()
    private var probabilities = StepMaxima()
    /// What the steps from `firstStep` on have above a telephone's band.
    private var heights = StepMaxima()
    private let telephone: TelephoneBand
    private var firstStep = 0
    private let longest: Int

    /// - Parameters:
    ///   - memory: How much of the past is kept at least.
    ///   - detecting: Whether speech is to be found too.
    init(_ embedder: SpeakerEmbedder, memory: Duration, detecting: Bool = false) {
        self.embedder = embedder
        melFrames = BandStream(embedder)
        network = NetworkStream(embedder)
        telephone = TelephoneBand(of: embedder.configuration.network.melBins)
        activity = detecting ? SpeechProbabilities(embedder.activity) : nil
        longest = Int(memory.inSeconds / SpeakerNetwork.secondsPerStep)
    }

    /// Takes the next samples at 16 kHz.
    ///
    /// - Returns: The probability of speech for every 10 ms that is decided now; none where it is not detected.
    @discardableResult
    mutating func accept(_ samples: [Float]) -> [Float] {
        accept(melFrames.hear(samples))
    }

    /// Takes the next samples with their bands, from a stream of the same bands as the embedder's.
    @discardableResult
    mutating func accept(_ heard: HeardBands) -> [Float] {
        let newLevels = meter.accept(heard.samples)
        let newFrames = heard.energies
        let newProbabilities = activity?.accept(levels: newLevels, features: newFrames) ?? []
        levels.add(newLevels)
        probabilities.add(newProbabilities)
        heights.add(telephone.lost(of: newFrames))
        features += network.accept(newFrames)
        forget()
        return newProbabilities
    }

    /// Ends the stream, so that its last steps are known too.
    ///
    /// - Returns: The probability of speech for every 10 ms that was not decided yet.
    @discardableResult
    mutating func finish() -> [Float] {
        let last = activity?.finish() ?? []
        probabilities.add(last)
        levels.finish()
        probabilities.finish()
        heights.finish()
        features += network.finish()
        return last
    }

    /// The voice in a stretch of time that a recognizer heard words in: of its steps those not far below the loudest.
    func speech(in time: TimeRange) -> PooledSpeech {
        pooled(spokenSteps(among: steps(in: time)))
    }

    /// The voice in a stretch of time that a detector found speech in: of its steps those that are rather speech than not,
    /// all of them if none is.
    func detectedSpeech(in time: TimeRange) -> PooledSpeech {
        let steps = steps(in: time)
        let spoken = steps.filter { $0 < probabilities.steps.count && probabilities.steps[$0] > 0.5 }
        return pooled(spoken.isEmpty ? Array(steps) : spoken)
    }

    private func steps(in time: TimeRange) -> Range<Int> {
        let first = Int(time.start.inSeconds / SpeakerNetwork.secondsPerStep) - firstStep
        let last = Int((time.end.inSeconds / SpeakerNetwork.secondsPerStep).rounded(.up)) - firstStep
        return max(0, min(first, known))..<max(0, min(last, known))
    }

    private func pooled(_ steps: [Int]) -> PooledSpeech {
        var pooled = PooledSpeech(for: embedder.configuration)
        for step in steps { add(step, to: &pooled) }
        return pooled
    }

    /// Adds one of the steps that are kept.
    func add(_ step: Int, to pooled: inout PooledSpeech) {
        pooled.add(features(of: step), over: band(of: step))
    }

    /// Where speech comes through a telephone's band, nothing above it is louder than the noise of 16-bit samples.
    private func band(of step: Int) -> SpeechBand {
        step < heights.steps.count && heights.steps[step] < SpeakerNetwork.quietestInput + 0.5
            ? .telephone : .wide
    }

    /// The steps with speech that are kept, in order.
    var spokenSteps: [Int] { spokenSteps(among: 0..<known) }

    private var width: Int { embedder.configuration.frameWidth }

    /// How many steps are known in all they are.
    private var known: Int { min(levels.steps.count, features.count / width) }

    private func features(of step: Int) -> ArraySlice<Float> {
        features[step * width..<(step + 1) * width]
    }

    /// Steps not far below the loudest; a click, shorter than one step in twenty, is not the loudest.
    private func spokenSteps(among steps: Range<Int>) -> [Int] {
        guard !steps.isEmpty else { return [] }
        let loudest = levels.steps[steps].sorted(by: >)[steps.count / 20]
        return steps.filter { levels.steps[$0] > loudest - Self.range }
    }

    /// Drops what is older than the memory, seldom enough that moving the rest costs little.
    private mutating func forget() {
        let old = known - longest
        guard old > longest else { return }
        features.removeFirst(old * width)
        levels.forget(old)
        probabilities.forget(old)
        heights.forget(old)
        firstStep += old
    }
}

/// The larger one of what the two frames of each step say.
private struct StepMaxima {
    private(set) var steps: [Float] = []
    /// Of a step whose second frame is not known yet.
    private var firstFrame: Float?

    mutating func add(_ frames: [Float]) {
        for value in frames {
            if let first = firstFrame {
                steps.append(max(first, value))
                firstFrame = nil
            } else {
                firstFrame = value
            }
        }
    }

    mutating func finish() {
        firstFrame.map { steps.append($0) }
        firstFrame = nil
    }

    mutating func forget(_ count: Int) { steps.removeFirst(min(count, steps.count)) }
}
