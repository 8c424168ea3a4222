import StenoTranscript

/// What is kept of a stream to know the voice in any recent stretch of it: frame-level features of every 20 ms, and
/// whether somebody speaks there.
struct SpeakerFrames: Sendable {
    private let embedder: SpeakerEmbedder
    private var network: NetworkStream
    private var activity = EnergyVoiceActivity()
    /// Frame-level features of the steps from `firstStep` on, `P` numbers each.
    private var features: [Float] = []
    /// Whether there is speech in the steps from `firstStep` on.
    private var isSpeech: [Bool] = []
    /// The probability of speech in the first half of a step whose second half is not known yet.
    private var halfStep: Float?
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
        let probabilities = activity.accept(samples)
        for probability in probabilities {
            if let first = halfStep {
                isSpeech.append(max(first, probability) > 0.5)
                halfStep = nil
            } else {
                halfStep = probability
            }
        }
        features += network.accept(samples)
        forget()
        return probabilities
    }

    /// Ends the stream, so that its last steps are known too.
    mutating func finish() {
        if let first = halfStep { isSpeech.append(first > 0.5) }
        halfStep = nil
        features += network.finish()
    }

    /// The voice in a stretch of time: of the steps in it those with speech, all of them if none has.
    func speech(in time: TimeRange) -> PooledSpeech {
        let width = embedder.configuration.network.pooledWidth
        let known = min(isSpeech.count, features.count / width)
        let first = Int(time.start.inSeconds / SpeakerNetwork.secondsPerStep) - firstStep
        let last = Int((time.end.inSeconds / SpeakerNetwork.secondsPerStep).rounded(.up)) - firstStep
        let steps = max(0, min(first, known))..<max(0, min(last, known))
        let spoken = steps.filter { isSpeech[$0] }
        var pooled = PooledSpeech(width: width)
        for step in spoken.isEmpty ? Array(steps) : spoken {
            pooled.add(features[step * width..<(step + 1) * width])
        }
        return pooled
    }

    /// Goes through the steps with speech that are kept, in order.
    func forEachSpokenStep(_ body: (ArraySlice<Float>) -> Void) {
        let width = embedder.configuration.network.pooledWidth
        for step in 0..<min(isSpeech.count, features.count / width) where isSpeech[step] {
            body(features[step * width..<(step + 1) * width])
        }
    }

    /// Drops what is older than the memory, seldom enough that moving the rest costs little.
    private mutating func forget() {
        let width = embedder.configuration.network.pooledWidth
        let old = min(features.count / width, isSpeech.count) - longest
        guard old > longest else { return }
        features.removeFirst(old * width)
        isSpeech.removeFirst(old)
        firstStep += old
    }
}
