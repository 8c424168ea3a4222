import StenoKernels
package import StenoNN
package import StenoTensor

/// From log-mel energies to a voice: a time-delay network over frames, statistics over any set of them, and a
/// projection (the x-vector of Snyder et al. 2018, made smaller, with two frames to a step).
///
/// The frames see a fixed stretch of time around them and nothing is added at the ends, so a stream computes each
/// once; the statistics are sums over frames, so the voice in any word or turn is had from the frames it shares with
/// others.
///
/// The residual kind follows ECAPA-TDNN (Desplanques et al. 2020) as far as that allows: every layer adds to its input,
/// the last one hears all of them, and frames have weights. What would need the whole recording first, the squeeze and
/// excitation and the context of the attention, is left out.
package struct SpeakerNetwork: Module {
    package let inputNorm: BatchNorm
    package let layers: [TimeDelayLayer]
    /// What a frame counts for; `nil` where all count alike.
    package let attention: Linear?
    package let pooledNorm: BatchNorm
    package let projection: Linear
    package let embeddingNorm: BatchNorm

    package init(_ configuration: Configuration, using generator: inout SeededGenerator) {
        let (width, pooled) = (configuration.width, configuration.pooledWidth)
        let isResidual = configuration.kind == .residual
        inputNorm = BatchNorm(width: configuration.melBins)
        var layers = [
            TimeDelayLayer(
                inputs: Self.framesPerStep * configuration.melBins, outputs: width, kernel: 3, dilation: 1,
                isResidual: false, using: &generator)
        ]
        for dilation in configuration.dilations {
            layers.append(
                TimeDelayLayer(
                    inputs: width, outputs: width, kernel: 3, dilation: dilation, isResidual: isResidual,
                    using: &generator))
        }
        layers.append(
            TimeDelayLayer(
                inputs: isResidual ? width * layers.count : width, outputs: pooled, kernel: 1, dilation: 1,
                isResidual: false, using: &generator))
        self.layers = layers
        attention = isResidual ? Linear(inputs: pooled, outputs: 1, using: &generator) : nil
        pooledNorm = BatchNorm(width: 2 * pooled)
        projection = Linear(inputs: 2 * pooled, outputs: configuration.embeddingWidth, using: &generator)
        embeddingNorm = BatchNorm(width: configuration.embeddingWidth)
    }

    /// Input frames that become one step.
    package static let framesPerStep = 2
    /// Seconds from one step to the next, with features every 10 ms.
    package static let secondsPerStep = 0.02

    /// How many more steps go in than come out.
    package var context: Int { context(after: -1) }

    /// How many more steps go into the layers behind one of them than come out.
    func context(after index: Int) -> Int {
        layers.dropFirst(index + 1).reduce(0) { $0 + $1.convolution.context }
    }

    /// What the layers see of the input: normalized, and steps of two frames each.
    ///
    /// - Parameter features: Log-mel energies, `[B, 2T, F]`.
    /// - Returns: `[B, T, 2F]`
    package func steps(of features: Tensor) -> Tensor {
        inputNorm.steps(of: features)
    }

    /// The log energy below which a band hears nothing. The noise of 16-bit samples lies there; what is below differs
    /// between codecs, resamplers and telephone lines, and says nothing of a voice.
    package static let quietestInput: Float = 4

    /// - Parameter steps: `[B, T, 2F]`
    /// - Returns: Frame-level features and their weights, `[B, T - context, P + 1]`.
    package func frames(of steps: Tensor) -> Tensor {
        var heard: [Tensor] = []
        var x = steps
        for (index, layer) in layers.dropLast().enumerated() {
            x = layer(x)
            if isHeardByLast(index) { heard.append(x.withoutEnds(context(after: index))) }
        }
        return pooled(heard)
    }

    /// Whether the last layer hears the output of another itself.
    func isHeardByLast(_ index: Int) -> Bool {
        attention != nil || index == layers.count - 2
    }

    /// - Parameter heard: Outputs of the layers that the last one hears, of the same steps, `[B, T, D]` each.
    /// - Returns: Frame-level features and their weights, `[B, T, P + 1]`.
    func pooled(_ heard: [Tensor]) -> Tensor {
        let features = layers[layers.count - 1](Tensor.concatenated(heard, along: 2))
        let weights =
            attention.map { $0(features).applying(.sigmoid) }
            ?? Tensor(repeating: 1, shape: features.shape.replacing(axis: 2, with: 1))
        return Tensor.concatenated([features, weights], along: 2)
    }

    /// - Parameter statistics: Means and deviations of frame-level features, `[B, 2P]`.
    /// - Returns: Embeddings before they are scaled to unit length, `[B, E]`.
    package func embeddings(of statistics: Tensor) -> Tensor {
        embeddingNorm(projection(pooledNorm(statistics)))
    }

    /// The whole way, for training.
    ///
    /// - Parameter features: Log-mel energies, `[B, 2T, F]`.
    /// - Returns: Embeddings before they are scaled to unit length, `[B, E]`.
    package func callAsFunction(_ features: Tensor) -> Tensor {
        let frames = frames(of: steps(of: features))
        let width = frames.shape[2] - 1
        let heard = frames.sliced(0..<width, along: 2)
        guard attention != nil else { return embeddings(of: heard.statisticsPooled()) }
        return embeddings(
            of: heard.statisticsPooled(weights: frames.sliced(width..<width + 1, along: 2)))
    }
}

/// One layer over time: a dilated convolution, a rectifier and batch normalization.
package struct TimeDelayLayer: Module {
    package let convolution: TimeConvolution
    package let norm: BatchNorm
    /// Whether the input is added to the output.
    private let isResidual: Bool

    init(
        inputs: Int, outputs: Int, kernel: Int, dilation: Int, isResidual: Bool,
        using generator: inout SeededGenerator
    ) {
        convolution = TimeConvolution(
            inputs: inputs, outputs: outputs, kernel: kernel, dilation: dilation, using: &generator)
        norm = BatchNorm(width: outputs)
        self.isResidual = isResidual
    }

    /// - Parameter x: `[B, T, D]`
    /// - Returns: `[B, T - context, N]`
    package func callAsFunction(_ x: Tensor) -> Tensor {
        let y = norm(convolution(x).clamped(above: 0))
        return isResidual ? y + x.withoutEnds(convolution.context) : y
    }
}

extension BatchNorm {
    /// Log-mel energies `[B, 2T, F]` as the layers see them, normalized and two frames to a step, `[B, T, 2F]`.
    func steps(of features: Tensor) -> Tensor {
        let (batch, frames, bins) = (features.shape[0], features.shape[1], features.shape[2])
        return self(features.clamped(above: SpeakerNetwork.quietestInput)).reshaped(
            to: [batch, frames / SpeakerNetwork.framesPerStep, SpeakerNetwork.framesPerStep * bins])
    }
}

extension Tensor {
    /// The steps in the middle.
    ///
    /// - Parameter context: How many steps the two ends have together.
    func withoutEnds(_ context: Int) -> Tensor {
        context == 0 ? self : sliced(context / 2..<shape[1] - (context - context / 2), along: 1)
    }
}
