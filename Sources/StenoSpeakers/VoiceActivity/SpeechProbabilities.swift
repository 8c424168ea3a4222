/// The probability of speech in every 10 ms of a stream: from a trained detector where a model has one, by energy
/// elsewhere.
enum SpeechProbabilities: Sendable {
    case byEnergy(EnergyVoiceActivity)
    case trained(VoiceActivityStream)

    init(_ detector: VoiceActivityDetector?) {
        self = detector.map { .trained(VoiceActivityStream($0)) } ?? .byEnergy(EnergyVoiceActivity())
    }

    /// Opens and closes as fits what the probabilities are like.
    static func gate(for detector: VoiceActivityDetector?) -> SpeechGate {
        SpeechGate(options: detector == nil ? SpeechGate.Options() : .trained)
    }

    /// Takes what was heard of the next frames.
    ///
    /// - Parameters:
    ///   - levels: In decibels, one each.
    ///   - features: Log-mel energies, `F` each.
    /// - Returns: The probabilities of the next frames that are decided, perhaps of earlier ones than these.
    mutating func accept(levels: [Float], features: [Float]) -> [Float] {
        switch self {
        case .byEnergy(var activity):
            defer { self = .byEnergy(activity) }
            return activity.probabilities(of: levels)
        case .trained(var stream):
            defer { self = .trained(stream) }
            return stream.accept(features)
        }
    }

    /// Ends the stream.
    ///
    /// - Returns: The probabilities of the frames that were not decided yet.
    mutating func finish() -> [Float] {
        guard case .trained(var stream) = self else { return [] }
        defer { self = .trained(stream) }
        return stream.finish()
    }
}
