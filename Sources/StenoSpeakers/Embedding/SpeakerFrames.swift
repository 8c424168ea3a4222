import StenoTranscript

/// What is kept of a stream to know the voice in any recent stretch of it: frame-level features of every 20 ms, and
/// how loud it is there.
struct SpeakerFrames: Sendable {
    /// Decibels below the loudest of a stretch down to which its steps are speech: vowels and most consonants lie
    /// above, pauses of all but noisy recordings below. A floor of noise would have to be known first, and recordings
    /// cut to the word never show theirs.
    private static let range: Float = 25

    private let embedder: SpeakerEmbedder
    private var network: NetworkStream
    private var meter = FrameLevels()
    private var activity = EnergyVoiceActivity()
    /// Frame-level features of the steps from `firstStep` on, `P` numbers each.
    private var features: [Float] = []
    /// The level of the steps from `firstStep` on, in decibels, and the probability of speech.
    private var levels: [Float] = []
    private var probabilities: [Float] = []
    /// The same of the first half of a step whose second half is not known yet.
    private var halfStep: (level: Float, probability: Float)?
    private var firstStep = 0
    private let longest: Int

    /// - Parameter memory: How much of the past is kept at least.
    init(_ embedder: SpeakerEmbedder, memory: Duration) {
        self.embedder = embedder
        network = NetworkStream(embedder)
        longest = Int(memory.inSeconds / SpeakerNetwork.secondsPerStep)
    }

    /// Takes the next samples at 16 kHz.
    ///
    /// - Returns: The probability of speech for every 10 ms that is complete now.
    @discardableResult
    mutating func accept(_ samples: [Float]) -> [Float] {
        let newLevels = meter.accept(samples)
        let newProbabilities = activity.probabilities(of: newLevels)
        for (level, probability) in zip(newLevels, newProbabilities) {
            if let first = halfStep {
                levels.append(max(first.level, level))
                probabilities.append(max(first.probability, probability))
                halfStep = nil
            } else {
                halfStep = (level, probability)
            }
        }
        features += network.accept(samples)
        forget()
        return newProbabilities
    }

    /// Ends the stream, so that its last steps are known too.
    mutating func finish() {
        if let first = halfStep {
            levels.append(first.level)
            probabilities.append(first.probability)
        }
        halfStep = nil
        features += network.finish()
    }

    /// The voice in a stretch of time that a recognizer heard words in: of its steps those not far below the loudest.
    func speech(in time: TimeRange) -> PooledSpeech {
        pooled(spokenSteps(among: steps(in: time)))
    }

    /// The voice in a stretch of time that stands out from the noise floor: of its steps those that do, all of them if
    /// none does.
    func speechAboveFloor(in time: TimeRange) -> PooledSpeech {
        let steps = steps(in: time)
        let spoken = steps.filter { probabilities[$0] > 0.5 }
        return pooled(spoken.isEmpty ? Array(steps) : spoken)
    }

    private func steps(in time: TimeRange) -> Range<Int> {
        let first = Int(time.start.inSeconds / SpeakerNetwork.secondsPerStep) - firstStep
        let last = Int((time.end.inSeconds / SpeakerNetwork.secondsPerStep).rounded(.up)) - firstStep
        return max(0, min(first, known))..<max(0, min(last, known))
    }

    private func pooled(_ steps: [Int]) -> PooledSpeech {
        var pooled = PooledSpeech(width: width)
        for step in steps { pooled.add(features(of: step)) }
        return pooled
    }

    /// The frame-level features of the steps with speech that are kept, in order.
    var spokenSteps: [ArraySlice<Float>] {
        spokenSteps(among: 0..<known).map(features)
    }

    private var width: Int { embedder.configuration.network.pooledWidth }

    /// How many steps are known in all they are.
    private var known: Int { min(levels.count, features.count / width) }

    private func features(of step: Int) -> ArraySlice<Float> {
        features[step * width..<(step + 1) * width]
    }

    /// Steps not far below the loudest; a click, shorter than one step in twenty, is not the loudest.
    private func spokenSteps(among steps: Range<Int>) -> [Int] {
        guard !steps.isEmpty else { return [] }
        let loudest = levels[steps].sorted(by: >)[steps.count / 20]
        return steps.filter { levels[$0] > loudest - Self.range }
    }

    /// Drops what is older than the memory, seldom enough that moving the rest costs little.
    private mutating func forget() {
        let old = known - longest
        guard old > longest else { return }
        features.removeFirst(old * width)
        levels.removeFirst(old)
        probabilities.removeFirst(old)
        firstStep += old
    }
}
