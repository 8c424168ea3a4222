import Foundation
import StenoKernels
import StenoNN
import StenoTensor

/// The four networks that peers are timed on, with the names of their weight files: 80 features to log-probabilities of
/// 32 symbols, a quarter of the frames.
enum ReferenceNetwork: String, CaseIterable {
    /// Causal convolutions, three LSTMs of 512.
    case lstm = "lstm-s"
    /// Three bidirectional LSTMs of 320.
    case blstm
    /// Six pre-norm layers of 256, sinusoidal positions.
    case transformer = "transformer-s"
    /// Twelve layers of 144, kernels of 31, batch norm.
    case conformer = "conformer-s"

    static let features = 80
    fileprivate static let symbols = 32
    fileprivate static let channels = 32

    /// The network that the first argument names, with the weights in the file that the second one does.
    static func load(
        from arguments: inout ArraySlice<String>
    ) throws -> (network: ReferenceNetwork, module: any ReferenceModule) {
        guard let network = ReferenceNetwork(rawValue: arguments.popFirst() ?? "") else {
            throw CocoaError(.featureUnsupported)
        }
        let module = network.make()
        try module.load(from: URL(filePath: arguments.popFirst() ?? ""))
        return (network, module)
    }

    /// The network with random weights.
    func make() -> any ReferenceModule {
        var generator = SeededGenerator(seed: 1)
        return switch self {
        case .lstm: RecurrentNetwork(width: 512, isBidirectional: false, using: &generator)
        case .blstm: RecurrentNetwork(width: 320, isBidirectional: true, using: &generator)
        case .transformer:
            AttentionNetwork(
                width: 256, layers: (0..<6).map { _ in TransformerBlock(using: &generator) },
                using: &generator)
        case .conformer:
            AttentionNetwork(
                width: 144, layers: (0..<12).map { _ in ConformerBlock(using: &generator) }, using: &generator
            )
        }
    }
}

/// A network from features `[B, T, 80]` to scores `[B, T/4, 32]`.
protocol ReferenceModule: Module {
    func callAsFunction(_ features: Tensor) -> Tensor

    /// A stream that gives the same; nil for a network that needs the whole utterance.
    func makeStream() -> (any ReferenceStream)?
}

extension ReferenceModule {
    func makeStream() -> (any ReferenceStream)? { nil }
}

/// A reference network that follows a stream.
protocol ReferenceStream {
    /// Scores `[1, t / 4, 32]` of the next features, `[1, t, 80]`; nil where no frame is complete.
    mutating func accept(_ features: Tensor) -> Tensor?
}

/// Two convolutions that halve time and frequency each.
private struct Subsampling: Module {
    let conv1, conv2: Convolution2D
    static let outputs = 20 * ReferenceNetwork.channels

    init(isCausal: Bool, using generator: inout SeededGenerator) {
        let time = Sampling(stride: 2, paddingBefore: isCausal ? 2 : 1, paddingAfter: isCausal ? 0 : 1)
        let frequency = Sampling(stride: 2, paddingBefore: 1, paddingAfter: 1)
        let channels = ReferenceNetwork.channels
        conv1 = Convolution2D(
            inputs: 1, outputs: channels, time: time, frequency: frequency, using: &generator)
        conv2 = Convolution2D(
            inputs: channels, outputs: channels, time: time, frequency: frequency, using: &generator)
    }

    func callAsFunction(_ x: Tensor) -> Tensor {
        let (batch, frames) = (x.shape[0], x.shape[1])
        let half = conv1(x.reshaped(to: [batch, frames, 1, ReferenceNetwork.features])).applying(.relu)
        return flattened(conv2(half).applying(.relu))
    }

    /// The same of a stream's next frames.
    func callAsFunction(_ x: Tensor, histories: inout (FrameHistory, FrameHistory)) -> Tensor? {
        let frames = x.reshaped(to: [1, x.shape[1], 1, ReferenceNetwork.features])
        return conv1(frames, history: &histories.0)
            .flatMap { conv2($0.applying(.relu), history: &histories.1) }
            .map { flattened($0.applying(.relu)) }
    }

    private func flattened(_ x: Tensor) -> Tensor {
        x.reshaped(to: [x.shape[0], x.shape[1], Self.outputs])
    }
}

private struct RecurrentNetwork: ReferenceModule {
    let sub: Subsampling
    let rnn: LSTM
    let out: Linear

    init(width: Int, isBidirectional: Bool, using generator: inout SeededGenerator) {
        sub = Subsampling(isCausal: !isBidirectional, using: &generator)
        rnn = LSTM(
            .init(inputs: Subsampling.outputs, width: width, layers: 3, isBidirectional: isBidirectional),
            using: &generator)
        out = Linear(inputs: rnn.options.outputs, outputs: ReferenceNetwork.symbols, using: &generator)
    }

    func callAsFunction(_ features: Tensor) -> Tensor {
        let x = sub(features)
        return out(rnn(x, lengths: Array(repeating: x.shape[1], count: x.shape[0])))
    }

    func makeStream() -> (any ReferenceStream)? {
        rnn.options.isBidirectional ? nil : Stream(network: self, state: rnn.initialState())
    }

    struct Stream: ReferenceStream {
        let network: RecurrentNetwork
        var state: LSTM.State
        var histories = (FrameHistory(), FrameHistory())

        mutating func accept(_ features: Tensor) -> Tensor? {
            guard let x = network.sub(features, histories: &histories) else { return nil }
            return network.out(network.rnn(x, state: &state))
        }
    }
}

/// A layer of attention and feed-forward parts that keeps the shape `[B, T, D]`.
private protocol AttentionBlock: Module {
    func callAsFunction(_ x: Tensor) -> Tensor
}

private struct AttentionNetwork<Block: AttentionBlock>: ReferenceModule {
    let sub: Subsampling
    let proj: Linear
    let layers: [Block]
    let norm: LayerNorm
    let out: Linear

    init(width: Int, layers: [Block], using generator: inout SeededGenerator) {
        sub = Subsampling(isCausal: false, using: &generator)
        proj = Linear(inputs: Subsampling.outputs, outputs: width, using: &generator)
        self.layers = layers
        norm = LayerNorm(width: width)
        out = Linear(inputs: width, outputs: ReferenceNetwork.symbols, using: &generator)
    }

    func callAsFunction(_ features: Tensor) -> Tensor {
        let x = proj(sub(features))
        let positions = FramePositions.sinusoids(of: 0..<x.shape[1], width: x.shape[2])
        return out(norm(layers.reduce(x + positions.on(x.tape)) { $1($0) }))
    }
}

/// Self-attention with a projection each for queries, keys and values.
private struct Attention: Module {
    let q, k, v, o: Linear
    private let heads = 4

    init(width: Int, using generator: inout SeededGenerator) {
        q = Linear(inputs: width, outputs: width, using: &generator)
        k = Linear(inputs: width, outputs: width, using: &generator)
        v = Linear(inputs: width, outputs: width, using: &generator)
        o = Linear(inputs: width, outputs: width, using: &generator)
    }

    func callAsFunction(_ x: Tensor) -> Tensor {
        let mask = AttentionMask.everything(batch: x.shape[0], queries: x.shape[1], keys: x.shape[1])
        return o(.attention(queries: q(x), keys: k(x), values: v(x), heads: heads, mask: mask))
    }
}

private struct TransformerBlock: AttentionBlock {
    let n1: LayerNorm
    let att: Attention
    let n2: LayerNorm
    let w1, w2: Linear

    init(using generator: inout SeededGenerator) {
        let width = 256
        (n1, n2) = (LayerNorm(width: width), LayerNorm(width: width))
        att = Attention(width: width, using: &generator)
        w1 = Linear(inputs: width, outputs: 4 * width, using: &generator)
        w2 = Linear(inputs: 4 * width, outputs: width, using: &generator)
    }

    func callAsFunction(_ x: Tensor) -> Tensor {
        let y = x + att(n1(x))
        return y + w2(w1(n2(y)).applying(.relu))
    }
}

private struct FeedForward: Module {
    let n: LayerNorm
    let w1, w2: Linear

    init(width: Int, using generator: inout SeededGenerator) {
        n = LayerNorm(width: width)
        w1 = Linear(inputs: width, outputs: 4 * width, using: &generator)
        w2 = Linear(inputs: 4 * width, outputs: width, using: &generator)
    }

    func callAsFunction(_ x: Tensor) -> Tensor { w2(w1(n(x)).applying(.silu)) }
}

private struct Convolution: Module {
    let n: LayerNorm
    let p1: Linear
    let dw: DepthwiseConvolution
    let bn: BatchNorm
    let p2: Linear

    init(width: Int, kernel: Int, using generator: inout SeededGenerator) {
        n = LayerNorm(width: width)
        p1 = Linear(inputs: width, outputs: 2 * width, using: &generator)
        dw = DepthwiseConvolution(
            width: width, kernel: kernel, time: .centered(kernel: kernel), using: &generator)
        bn = BatchNorm(width: width)
        p2 = Linear(inputs: width, outputs: width, using: &generator)
    }

    func callAsFunction(_ x: Tensor) -> Tensor { p2(bn(dw(p1(n(x)).gatedLinearUnit())).applying(.silu)) }
}

private struct ConformerBlock: AttentionBlock {
    let f1: FeedForward
    let na: LayerNorm
    let att: Attention
    let conv: Convolution
    let f2: FeedForward
    let nf: LayerNorm

    init(using generator: inout SeededGenerator) {
        let width = 144
        f1 = FeedForward(width: width, using: &generator)
        na = LayerNorm(width: width)
        att = Attention(width: width, using: &generator)
        conv = Convolution(width: width, kernel: 31, using: &generator)
        f2 = FeedForward(width: width, using: &generator)
        nf = LayerNorm(width: width)
    }

    func callAsFunction(_ x: Tensor) -> Tensor {
        var y = x.adding(f1(x), times: 0.5)
        y = y + att(na(y))
        y = y + conv(y)
        return nf(y.adding(f2(y), times: 0.5))
    }
}
