import StenoNN
import StenoTensor

/// The networks' frame-level features of a stream, each computed once.
///
/// The signal is worked through in blocks of a fixed length, so the numbers are the same bit for bit whatever chunks
/// it arrives in. Before the first frame stand copies of it, and of the last behind it, so that every step has its
/// surroundings.
package struct NetworkStream: Sendable {
    /// Log-mel frames of a block.
    private static let blockFrames = 20

    private var members: [MemberStream]
    /// Copies of a frame that stand before the first one and behind the last.
    private let surroundings: Int
    private var waiting: [Float] = []
    private var hasBegun = false
    private let bins: Int

    package init(_ embedder: SpeakerEmbedder) {
        members = embedder.networks.members.map(MemberStream.init)
        surroundings =
            (embedder.networks.members.first?.context ?? 0) / 2 * SpeakerNetwork.framesPerStep
        bins = embedder.configuration.network.melBins
    }

    /// - Parameter frames: The next log-mel frames, `F` numbers each.
    /// - Returns: Frame-level features of the steps that are complete and their weights, `M (P + 1)` numbers each.
    package mutating func accept(_ frames: [Float]) -> [Float] {
        begin(with: frames)
        var steps: [Float] = []
        while waiting.count >= Self.blockFrames * bins {
            steps += run(Array(waiting.prefix(Self.blockFrames * bins)))
            waiting.removeFirst(Self.blockFrames * bins)
        }
        return steps
    }

    /// Ends the stream.
    package mutating func finish() -> [Float] {
        guard hasBegun else { return [] }
        let last = Array(waiting.isEmpty ? lastFrame : waiting.suffix(bins))
        let missing = (waiting.count / bins) % SpeakerNetwork.framesPerStep
        let copies = missing + surroundings
        return run(waiting + (0..<copies).flatMap { _ in last })
    }

    /// The last frame that went through the network.
    private var lastFrame: [Float] = []

    private mutating func begin(with frames: [Float]) {
        if !hasBegun, !frames.isEmpty {
            hasBegun = true
            let first = Array(frames.prefix(bins))
            waiting = (0..<surroundings).flatMap { _ in first }
        }
        waiting += frames
    }

    private mutating func run(_ frames: [Float]) -> [Float] {
        lastFrame = Array(frames.suffix(bins))
        let features = Tensor(frames, shape: [1, frames.count / bins, bins])
        // All have the same layers, and so wait for the same frames.
        let steps = members.indices.compactMap { members[$0].accept(features) }
        return steps.isEmpty ? [] : Tensor.concatenated(steps, along: 2).array
    }
}

/// The frame-level features of one network.
private struct MemberStream: Sendable {
    private let network: SpeakerNetwork
    private var layers: [LayerStream]
    /// What the last layer waits for: the outputs of those it hears.
    private var delays: [FrameHistory]

    init(_ network: SpeakerNetwork) {
        self.network = network
        layers = network.layers.dropLast().map(LayerStream.init)
        delays = layers.map { _ in FrameHistory() }
    }

    /// - Parameter features: The next log-mel frames, `[1, 2t, F]`.
    /// - Returns: The steps they complete, `[1, t', P + 1]`; `nil` for none.
    mutating func accept(_ features: Tensor) -> Tensor? {
        var x = network.steps(of: features)
        var heard: [Tensor] = []
        for index in layers.indices {
            guard let next = layers[index].accept(x) else { return nil }
            x = next
            if network.isHeardByLast(index) { aligned(x, of: index).map { heard.append($0) } }
        }
        return heard.isEmpty ? nil : network.pooled(heard)
    }

    /// The outputs of a layer whose surroundings all later ones have had too.
    private mutating func aligned(_ x: Tensor, of index: Int) -> Tensor? {
        let missing = network.context(after: index)
        return delays[index].windows(adding: x, kernel: missing + 1, sampling: Sampling())?
            .withoutEnds(missing)
    }
}
