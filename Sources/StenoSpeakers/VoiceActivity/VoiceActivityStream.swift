import StenoKernels
import StenoNN
import StenoTensor

/// The trained detector over a stream, in blocks of a fixed length, so that the numbers are the same bit for bit
/// whatever chunks the stream arrives in.
package struct VoiceActivityStream: Sendable {
    /// Log-mel frames of a block.
    private static let blockFrames = 10

    private let network: VoiceActivityNetwork
    private let bins: Int
    private var layer: LayerStream
    private var state: LSTM.State
    private var waiting: [Float] = []
    private var lastFrame: [Float] = []
    private var framesIn = 0
    private var framesOut = 0
    /// Outputs at the beginning that judge what was before it.
    private var early = VoiceActivityNetwork.lookAhead

    package init(_ detector: VoiceActivityDetector) {
        network = detector.network
        bins = detector.configuration.melBins
        layer = LayerStream(network.layer)
        state = network.lstm.initialState()
    }

    /// - Parameter frames: The next log-mel frames, `F` numbers each.
    /// - Returns: The probability of speech in the next frames that are decided.
    package mutating func accept(_ frames: [Float]) -> [Float] {
        guard !frames.isEmpty else { return [] }
        if framesIn == 0 {
            let copies = network.context / 2 * SpeakerNetwork.framesPerStep
            waiting = (0..<copies).flatMap { _ in frames.prefix(bins) }
        }
        waiting += frames
        framesIn += frames.count / bins
        lastFrame = Array(frames.suffix(bins))
        var probabilities: [Float] = []
        while waiting.count >= Self.blockFrames * bins {
            probabilities += judge(Array(waiting.prefix(Self.blockFrames * bins)))
            waiting.removeFirst(Self.blockFrames * bins)
        }
        framesOut += probabilities.count
        return probabilities
    }

    /// Ends the stream.
    ///
    /// - Returns: The probabilities of the frames that were not decided yet.
    package mutating func finish() -> [Float] {
        guard framesIn > 0 else { return [] }
        let after = (network.context / 2 + VoiceActivityNetwork.lookAhead) * SpeakerNetwork.framesPerStep
        let copies = (waiting.count / bins) % SpeakerNetwork.framesPerStep + after
        let last = lastFrame
        return Array(judge(waiting + (0..<copies).flatMap { _ in last }).prefix(framesIn - framesOut))
    }

    private mutating func judge(_ frames: [Float]) -> [Float] {
        let steps = network.steps(of: Tensor(frames, shape: [1, frames.count / bins, bins]))
        guard let heard = layer.accept(steps) else { return [] }
        let logits = network.output(network.lstm(heard, state: &state))
        let dropped = min(early, logits.shape[1])
        early -= dropped
        let probabilities = logits.softmax().array
        return (dropped..<logits.shape[1]).flatMap { step in
            repeatElement(probabilities[2 * step + 1], count: SpeakerNetwork.framesPerStep)
        }
    }
}
